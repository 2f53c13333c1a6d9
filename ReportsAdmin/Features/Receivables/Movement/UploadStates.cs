using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Movement;

/// <summary>
/// A month as its uploads left it, one after the other. The last one stands; what an upload replaced is what the one before it left,
/// set aside for an undo, so both are read without keeping anything twice.
/// </summary>
internal sealed class UploadStates
{
    private readonly Positions positions;
    private readonly Period month;
    private readonly ILookup<int, Write> writes;

    private UploadStates(Positions positions, Period month, IEnumerable<Write> writes)
    {
        (this.positions, this.month) = (positions, month);
        this.writes = writes.OrderBy(w => w.Order).ToLookup(w => w.SnapshotId);
    }

    public static async Task<UploadStates> LoadAsync(
        ReportsDb db,
        Positions positions,
        Period month,
        CancellationToken ct
    )
    {
        var ids = positions.All.Where(p => p.Period == month).Select(p => p.Id).ToList();
        var writes = await db.Set<SnapshotWrite>()
            .Where(w => ids.Contains(w.SnapshotId))
            .Join(
                UploadOrder.Of(db, ReceivablesImport.TargetKind),
                w => w.BatchId,
                u => u.Id,
                (w, u) => new Write(w.SnapshotId, w.BatchId, u.Order)
            )
            .ToListAsync(ct);
        return new UploadStates(positions, month, writes);
    }

    /// <summary>The places that the second upload or one between the two wrote, before and after.</summary>
    /// <exception cref="DomainException">When an upload wrote nothing here, or the second one came first.</exception>
    public (PlaceStates Then, PlaceStates Now) Between(UploadPair pair)
    {
        var last = OrderOf(pair.Upload, "upload");
        var first = pair.Against is { } against ? OrderOf(against, "against") : last - 1;
        if (first >= last)
            throw DomainException.Invalid(
                "against",
                $"Upload #{pair.Against} was committed after #{pair.Upload}. Choose the earlier upload first."
            );
        var (then, now) = (new PlaceStates([]), new PlaceStates([]));
        foreach (var position in positions.All.Where(p => p.Period == month))
        {
            var place = writes[position.Id];
            if (!place.Any(w => w.Order > first && w.Order <= last))
                continue;
            now.Add(position, ReplacedBy(place, last));
            if (place.First().Order <= first)
                then.Add(position, ReplacedBy(place, first));
            // Before its first sheet of the month a place shows its latest earlier month.
            else if (Before(position) is { } earlier)
                then.Add(earlier, null);
        }

        return (then, now);
    }

    private long OrderOf(int upload, string field) =>
        writes.SelectMany(p => p).FirstOrDefault(w => w.BatchId == upload)?.Order
        ?? throw DomainException.Invalid(field, $"Upload #{upload} wrote nothing of {month} here.");

    /// <summary>The upload that took the place of what stood at that moment; null while it stands.</summary>
    private static int? ReplacedBy(IEnumerable<Write> place, long order) =>
        place.FirstOrDefault(w => w.Order > order)?.BatchId;

    private Position? Before(Position position) =>
        positions.All.LastOrDefault(p =>
            p.DepartmentId == position.DepartmentId
            && p.Region == position.Region
            && p.Period.CompareTo(position.Period) < 0
        );

    private sealed record Write(int SnapshotId, int BatchId, long Order);
}

/// <summary>Positions at one moment, and which of them have been replaced since.</summary>
internal sealed class PlaceStates(IEnumerable<Position> standing)
{
    private readonly List<Position> positions = [.. standing];
    private readonly Dictionary<int, int> setAside = [];

    public IReadOnlyList<Position> Positions => positions;

    public IEnumerable<Position> Standing => positions.Where(p => !setAside.ContainsKey(p.Id));

    /// <summary>The upload that set the balances of a position aside, by the position's id.</summary>
    public IReadOnlyDictionary<int, int> SetAside => setAside;

    public void Add(Position position, int? replacedBy)
    {
        positions.Add(position);
        if (replacedBy is { } upload)
            setAside.Add(position.Id, upload);
    }
}
