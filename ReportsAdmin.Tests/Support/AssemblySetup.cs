using System.Runtime.CompilerServices;
using System.Text;

namespace ReportsAdmin.Tests.Support;

/// <summary>Registers the legacy code pages that ExcelDataReader needs.</summary>
internal static class AssemblySetup
{
    [ModuleInitializer]
    internal static void Prepare()
    {
        // ExcelDataReader asks for code page 1252 whatever it reads.
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
    }
}
