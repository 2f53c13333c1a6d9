using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Imports;

/// <summary>What somebody once said a name in sheets means, so that later uploads do not ask.</summary>
/// <param name="Text">The name, in lower case without punctuation.</param>
/// <param name="Option">What it means: the code of a region.</param>
/// <param name="At">UTC.</param>
public sealed record RememberedName(int Id, string Text, string Option, string ByName, DateTime At);

/// <summary>Reads what uploads remember.</summary>
public sealed class RememberedAnswerQueries(IDbContextFactory<ReportsDb> contexts)
{
    /// <summary>How the keys of questions about regions start; the unknown name follows.</summary>
    public const string RegionPrefix = "region:";

    /// <summary>The names of regions that hold for all sheets of a kind, in their order.</summary>
    public async Task<IReadOnlyList<RememberedName>> RegionNamesAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.Require(ImportQueries.ReadPermission);
        await using var db = contexts.Reader();
        return await db.Set<RememberedAnswer>()
            .Where(a => a.HeaderHash == "" && a.Question.StartsWith(RegionPrefix))
            .OrderBy(a => a.Question)
            .ThenBy(a => a.Id)
            .Select(a => new RememberedName(a.Id, a.Question.Substring(RegionPrefix.Length), a.Answer, a.ByName, a.At))
            .ToListAsync(ct);
    }
}

/// <summary>Forgets what uploads remember.</summary>
public sealed class RememberedAnswerCommands(IDbContextFactory<ReportsDb> contexts)
{
    /// <summary>The next upload with the name asks again.</summary>
    /// <exception cref="DomainException">Not found: somebody else has removed it.</exception>
    public async Task ForgetAsync(CurrentUser currentUser, int id, CancellationToken ct)
    {
        currentUser.Require(ImportCommands.UploadPermission);
        await using var db = contexts.CreateDbContext();
        var answer = await db.Set<RememberedAnswer>().AsTracking().SingleOrDefaultAsync(a => a.Id == id, ct)
            ?? throw DomainException.NotFound("This name is no longer remembered.");
        db.Remove(answer);
        await db.SaveChangesAsync(ct);
    }
}
