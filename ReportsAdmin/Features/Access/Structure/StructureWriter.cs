using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.Access.Structure;

/// <summary>Writes a change of regions, zones or territories; every node knows at once, and no cached answer outlives it.</summary>
public sealed class StructureWriter(
    IDbContextFactory<ReportsDb> contexts,
    ChangeNotifier notifier,
    IEnumerable<StructureDependent> dependents
)
{
    public async Task WriteAsync(CurrentUser currentUser, Func<ReportsDb, Task> change, CancellationToken ct)
    {
        currentUser.Require(RegionQueries.ManagePermission);
        await using (var db = contexts.CreateDbContext())
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            // Two administrators could give one spelling to two regions: they write one after the other.
            await db.RaiseDataVersionAsync(StructureDirectory.RegionsTopic, ct);
            await StructureDirectory.SeedAsync(db, ct);
            await change(db);
            await db.SaveChangesAsync(ct);
            foreach (var dependent in dependents)
                await db.RaiseDataVersionAsync(dependent.Topic, ct);
            await transaction.CommitAsync(ct);
        }

        await notifier.PublishAsync(StructureDirectory.RegionsTopic);
        foreach (var dependent in dependents)
            await notifier.PublishAsync(dependent.Topic);
    }
}

/// <summary>The rules for the names and spellings of regions, zones and territories.</summary>
internal static class Spellings
{
    /// <param name="fold">What makes two spellings the same.</param>
    public static string NameOf(string text, Func<string?, string> fold)
    {
        var name = text.Trim();
        return fold(name).Length > 0 && name.Length <= RegionCommands.MaxName
            ? name
            : throw DomainException.Invalid("name", $"Give a name of at most {RegionCommands.MaxName} characters.");
    }

    /// <summary>The folded aliases.</summary>
    /// <param name="understood">What is understood without an alias: the name, and a code.</param>
    public static HashSet<string> AliasesOf(
        IReadOnlyList<string> texts,
        Func<string?, string> fold,
        params IEnumerable<string> understood
    )
    {
        var aliases = texts.Select(fold).Where(a => a.Length > 0).ToHashSet(StringComparer.Ordinal);
        aliases.ExceptWith(understood.Select(fold));
        if (aliases.Count > RegionCommands.MaxAliases)
            throw DomainException.Invalid("aliases", $"There can be at most {RegionCommands.MaxAliases} aliases.");
        return aliases.FirstOrDefault(a => a.Length > RegionCommands.MaxName) is { } tooLong
            ? throw DomainException.Invalid(
                "aliases",
                $"An alias has at most {RegionCommands.MaxName} characters: “{tooLong[..RegionCommands.MaxName]}…”."
            )
            : aliases;
    }

    /// <summary>Refuses a change of what was changed since it was read.</summary>
    public static void RequireVersion(int stored, int read, string name)
    {
        if (stored != read)
            throw DomainException.Conflict($"{name} was changed meanwhile. Reload the page and try again.");
    }

    /// <summary>Keeps the aliases that are still wanted, removes the others and adds what is new.</summary>
    /// <param name="known">The tracked rows of the one that has them.</param>
    public static void Replace<TAlias>(
        ReportsDb db,
        IReadOnlyList<TAlias> known,
        IReadOnlySet<string> wanted,
        Func<TAlias, string> spelling,
        Func<string, TAlias> make
    )
        where TAlias : class
    {
        db.RemoveRange(known.Where(a => !wanted.Contains(spelling(a))));
        db.AddRange(wanted.Except(known.Select(spelling), StringComparer.Ordinal).Select(make));
    }

    /// <summary>A spelling means one thing: its name or an alias.</summary>
    /// <param name="taken">The spellings of the others, folded, with whose they are.</param>
    /// <param name="name">The folded name.</param>
    public static void CheckFree(ILookup<string, string> taken, string name, IEnumerable<string> aliases)
    {
        foreach (var (field, spelling) in aliases.Select(a => ("aliases", a)).Prepend(("name", name)))
        {
            if (taken[spelling].FirstOrDefault() is { } owner)
                throw DomainException.Invalid(field, $"“{spelling}” means {owner} already.");
        }
    }
}
