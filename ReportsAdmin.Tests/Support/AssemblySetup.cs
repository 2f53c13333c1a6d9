using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Text;

namespace ReportsAdmin.Tests.Support;

/// <summary>Lets bUnit and SQLitePCLRaw load with the assembly versions that are served (Decisions/0006-component-tests.md), and ExcelDataReader read.</summary>
internal static class AssemblySetup
{
    private static readonly string[] Redirected = ["AngleSharp.Diffing", "AngleSharp.Css", "SQLitePCLRaw.core"];

    [ModuleInitializer]
    internal static void Prepare()
    {
        AssemblyLoadContext.Default.Resolving += static (context, name) =>
            Redirected.Contains(name.Name)
                ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, name.Name + ".dll"))
                : null;
        // ExcelDataReader asks for code page 1252 whatever it reads.
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
    }
}
