using ReportsAdmin.Platform.Settings;

namespace ReportsAdmin.Features.Access;

/// <summary>What passwords must not be.</summary>
public sealed record PasswordOptions : ISettings
{
    public static string Section => "Passwords";

    [Setting("A file of passwords that nobody may choose: one password, or one SHA-1, a line.")]
    public string? BreachedFile { get; init; }

    public IEnumerable<string> Faults(IConfiguration configuration)
    {
        if (BreachedFile is not null && !File.Exists(BreachedFile))
            yield return $"Passwords:BreachedFile is '{BreachedFile}', which is no file.";
    }
}

/// <summary>The first administrator; without one a link is printed at start.</summary>
public sealed record FirstAdminOptions : ISettings
{
    public static string Section => "FirstAdmin";

    [Setting("The address of the first administrator in Production; without it a one-time link is printed at start.")]
    public string? Email { get; init; }

    [Setting("The first password; take it out of the settings afterwards.")]
    public string? Password { get; init; }

    [Setting("The name of the first administrator.")]
    public string Name { get; init; } = "Administrator";

    public IEnumerable<string> Faults(IConfiguration configuration)
    {
        if (Email is null != Password is null)
            yield return "FirstAdmin:Email and FirstAdmin:Password are needed together.";
    }
}

/// <summary>The demo company.</summary>
public sealed record DemoOptions : ISettings
{
    public static string Section => "Demo";

    [Setting("Fills an empty database with the demo company; only in Development.")]
    public bool Enabled { get; init; }
}
