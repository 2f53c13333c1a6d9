using ReportsAdmin.Features.Access;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Access.Structure;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features;

/// <summary>What happens between building the application and serving: schema, permissions, and the demo company where it is wanted.</summary>
public static class FeatureStart
{
    /// <summary>False when the folder or the database does not let the process start; why is logged.</summary>
    public static async Task<bool> TryPrepareAsync(this WebApplication app, CancellationToken ct)
    {
        try
        {
            await app.PrepareAsync(ct);
            return true;
        }
        catch (Exception e) when (StartException.ReasonOf(e) is { } reason)
        {
            app.Logger.LogCritical("{Reason}", reason);
            return false;
        }
    }

    private static Task PrepareAsync(this WebApplication app, CancellationToken ct) =>
        app.Services.GetRequiredService<SchemaRunner>().PrepareAsync(app.AddRowsAsync, ct);

    private static async Task AddRowsAsync(this WebApplication app, CancellationToken ct)
    {
        await app.Services.GetRequiredService<KeyEncryption>().PrepareAsync(ct);
        // Nobody decided them: they are what the version brings.
        using (Actor.Use(Actor.System with { IsRecorded = false }))
        {
            await app.Services.GetRequiredService<RolePermissions>().GrantDefaultsAsync(AllFeatures.Permissions, ct);
            await app.Services.GetRequiredService<StructureDirectory>().StartAsync(ct);
        }

        await app.Services.GetRequiredService<DemoCompany>().PrepareAsync(ct);
    }
}
