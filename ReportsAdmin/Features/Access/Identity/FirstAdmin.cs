using System.Security.Cryptography;
using System.Text;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Access.Identity;

/// <summary>
/// Lets somebody into an installation that has no administrator yet: the one of <c>FirstAdmin:Email</c> and
/// <c>FirstAdmin:Password</c>, else whoever reads the one-time link in this process's log. A restart gives a new link.
/// </summary>
public sealed class FirstAdmin(AccessCommands commands, FirstAdminOptions options, ILogger<FirstAdmin> log)
    : IHostedService
{
    private readonly SemaphoreSlim claiming = new(1, 1);
    private byte[]? hash;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!await commands.LacksAdminAsync(cancellationToken))
            return;
        if (options is { Email: { } email, Password: { } password })
        {
            await commands.MakeFirstAdminAsync(options.Name, email, password, cancellationToken);
            log.LogInformation(
                "Created the first administrator from FirstAdmin:Email; take FirstAdmin:Password out of the settings now"
            );
            return;
        }

        log.LogWarning(
            "No administrator exists yet. Open {Path} on this server to create one; the link works once",
            "/setup?token=" + NewToken()
        );
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>True for the link's token, until it is used.</summary>
    public bool Knows(string? token) =>
        hash is { } expected && token is not null && CryptographicOperations.FixedTimeEquals(expected, Hash(token));

    /// <summary>Makes the administrator and spends the token. Refuses a token that is not, or no longer, the link's.</summary>
    public async Task ClaimAsync(string? token, string name, string email, string password, CancellationToken ct)
    {
        await claiming.WaitAsync(ct);
        try
        {
            if (!Knows(token))
                throw DomainException.NotFound("This link has been used, or is not the latest one.");
            await commands.MakeFirstAdminAsync(name, email, password, ct);
            hash = null;
        }
        finally
        {
            claiming.Release();
        }
    }

    /// <summary>A fresh token; the one before no longer counts.</summary>
    public string NewToken()
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        hash = Hash(token);
        return token;
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
