using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace ReportsAdmin.Tests.Support;

/// <summary>Lets bUnit and SQLitePCLRaw load with the assembly versions that are served (Decisions/0006-component-tests.md).</summary>
internal static class AssemblySetup
{
    private static readonly string[] Redirected = ["AngleSharp.Diffing", "AngleSharp.Css", "SQLitePCLRaw.core"];

    [ModuleInitializer]
    internal static void Redirect() => AssemblyLoadContext.Default.Resolving += static (context, name) =>
        Redirected.Contains(name.Name) ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, name.Name + ".dll")) : null;
}
