using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Platform.Audit;

/// <summary>What is looked for; null for no limit.</summary>
/// <param name="ActorId">Who did it, or as whom it was done.</param>
/// <param name="From">UTC, included.</param>
/// <param name="Until">UTC, excluded.</param>
/// <param name="Text">Part of the record's name, the actor's name, the address, the request or the details.</param>
public sealed record AuditFilter(
    int? ActorId = null,
    string? Action = null,
    string? Kind = null,
    string? RecordId = null,
    DateTime? From = null,
    DateTime? Until = null,
    string? Text = null
);

/// <summary>An entry as it is read.</summary>
public sealed record AuditRow
{
    public required long Id { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime At { get; init; }

    public required string Action { get; init; }

    public string? Kind { get; init; }

    public string? RecordId { get; init; }

    public string? RecordName { get; init; }

    public int? ActorId { get; init; }

    /// <summary>The name at that time, else the present one; null for strangers and the system.</summary>
    public string? ActorName { get; init; }

    public string? SeenAsName { get; init; }

    public required string Via { get; init; }

    public string? Address { get; init; }

    public string? RequestId { get; init; }

    /// <summary>Null until it is sealed.</summary>
    public long? Seq { get; init; }

    public string? Hash { get; init; }

    public IReadOnlyList<AuditField> Fields { get; init; } = [];
}

/// <summary>Reads the log, newest first. Who may see it is the caller's to check.</summary>
public sealed class AuditLog(IDbContextFactory<ReportsDb> contexts, PeopleNames names)
{
    /// <param name="before">Only entries before the one with this id; null for the newest.</param>
    public async Task<IReadOnlyList<AuditRow>> ListAsync(
        AuditFilter filter,
        long? before,
        int count,
        CancellationToken ct
    )
    {
        await using var db = contexts.CreateDbContext();
        var entries = await Matching(db, filter)
            .Where(e => before == null || e.Id < before)
            .OrderByDescending(e => e.Id)
            .Take(count)
            .ToListAsync(ct);
        var unnamed = entries
            .SelectMany(e =>
                new[] { e.ActorName is null ? e.ActorId : null, e.RecordName is null ? PersonOf(e) : null }
            )
            .OfType<int>()
            .Distinct()
            .ToList();
        var known = unnamed.Count == 0 ? new Dictionary<int, string>() : await names(unnamed, ct);
        return [.. entries.Select(e => RowOf(e, known))];
    }

    public async Task<int> CountAsync(AuditFilter filter, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        return await Matching(db, filter).CountAsync(ct);
    }

    /// <summary>The kinds and actions that occur, in the order of the alphabet.</summary>
    public async Task<(IReadOnlyList<string> Kinds, IReadOnlyList<string> Actions)> WordsAsync(CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var entries = db.Set<AuditEntry>();
        return (
            await entries.Where(e => e.Kind != null).Select(e => e.Kind!).Distinct().Order().ToListAsync(ct),
            await entries.Select(e => e.Action).Distinct().Order().ToListAsync(ct)
        );
    }

    private static IQueryable<AuditEntry> Matching(ReportsDb db, AuditFilter filter)
    {
        var entries = db.Set<AuditEntry>().AsQueryable();
        if (filter.ActorId is { } actor)
            entries = entries.Where(e => e.ActorId == actor || e.SeenAsId == actor);
        if (filter.Action is { } action)
            entries = entries.Where(e => e.Action == action);
        if (filter.Kind is { } kind)
            entries = entries.Where(e => e.Kind == kind);
        if (filter.RecordId is { } record)
            entries = entries.Where(e => e.RecordId == record);
        if (filter.From is { } from)
            entries = entries.Where(e => e.At >= from);
        if (filter.Until is { } until)
            entries = entries.Where(e => e.At < until);
        if (string.IsNullOrWhiteSpace(filter.Text))
            return entries;
        var text = filter.Text.Trim().ToLowerInvariant();
        return entries.Where(e =>
            e.RecordName!.ToLower().Contains(text)
            || e.ActorName!.ToLower().Contains(text)
            || e.Details!.ToLower().Contains(text)
            || e.Address == text
            || e.RequestId!.ToLower() == text
        );
    }

    private static int? PersonOf(AuditEntry e) =>
        e.Kind == AuditEntry.Person && int.TryParse(e.RecordId, CultureInfo.InvariantCulture, out var id) ? id : null;

    private static AuditRow RowOf(AuditEntry e, IReadOnlyDictionary<int, string> known) =>
        new()
        {
            Id = e.Id,
            At = e.At,
            Action = e.Action,
            Kind = e.Kind,
            RecordId = e.RecordId,
            RecordName = e.RecordName ?? (PersonOf(e) is { } person ? known.GetValueOrDefault(person) : null),
            ActorId = e.ActorId,
            ActorName = e.ActorName ?? (e.ActorId is { } id ? known.GetValueOrDefault(id) : null),
            SeenAsName = e.SeenAsName,
            Via = e.Via,
            Address = e.Address,
            RequestId = e.RequestId,
            Seq = e.Seq,
            Hash = e.Hash,
            Fields = AuditField.Read(e.Details),
        };
}
