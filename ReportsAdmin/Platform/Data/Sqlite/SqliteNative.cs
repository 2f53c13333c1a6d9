using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using SQLitePCL;

namespace ReportsAdmin.Platform.Data.Sqlite;

/// <summary>
/// Lets EF Core 10 run on SQLitePCLRaw 2.0.6 and prefers the operating system's SQLite, which its vendor patches.
/// Where a machine has none, the packaged 3.35 library is loaded instead and <see cref="IsFallback"/> says so.
/// </summary>
public static class SqliteNative
{
    /// <summary>True when the packaged, unpatched library had to be used; logged at start and shown by the health checks.</summary>
    public static bool IsFallback { get; private set; }

    [SuppressMessage(
        "Usage",
        "CA2255",
        Justification = "Must run before Microsoft.Data.Sqlite binds SQLitePCLRaw.core."
    )]
    [ModuleInitializer]
    internal static void Prepare()
    {
        // Microsoft.Data.Sqlite was built against a newer SQLitePCLRaw.core than is served; of what it uses, only LoadExtension is missing.
        AssemblyLoadContext.Default.Resolving += static (context, name) =>
            name is { Name: "SQLitePCLRaw.core", Version: not null }
                ? context.LoadFromAssemblyName(new AssemblyName(name.Name))
                : null;
        Bind();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Bind()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
    }

    private static nint Resolve(string library, Assembly assembly, DllImportSearchPath? paths)
    {
        if (library != "e_sqlite3")
            return 0;
        foreach (var name in SystemNames())
        {
            if (NativeLibrary.TryLoad(name, out var handle))
                return handle;
        }

        IsFallback = true;
        return 0;
    }

    private static string[] SystemNames() =>
        OperatingSystem.IsWindows() ? ["winsqlite3"]
        : OperatingSystem.IsMacOS() ? ["/usr/lib/libsqlite3.dylib"]
        : ["libsqlite3.so.0"];
}
