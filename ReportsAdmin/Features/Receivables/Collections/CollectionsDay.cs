using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Receivables.Collections;

/// <summary>Customers whom the current user said they would call, and promises whose day has come.</summary>
public sealed class CollectionsDay(CollectionQueries collections, BusinessClock clock) : IDaySource
{
    public int Order => 10;

    public IReadOnlyList<string> TopicsOf(CurrentUser currentUser) =>
        [CollectionCommands.Topic, ReceivablesImport.DataTopic];

    public async Task<IReadOnlyList<DaySection>> ReadAsync(CurrentUser currentUser, CancellationToken ct)
    {
        if (!currentUser.Can(ReceivablesQueries.ReadPermission))
            return [];
        var today = clock.Today;
        var due = await collections.DueAsync(currentUser, DaySection.Most, ct);
        return
        [
            new DaySection(
                "Follow-ups",
                "call",
                due.FollowUps.Total,
                "/collections?part=all",
                [
                    .. due.FollowUps.Rows.Select(f => new DayItem(
                        f.Name,
                        f.Note,
                        FormattableString.Invariant($"/collections?part=all&engineer=all&customer={f.CustomerId}"),
                        Dates.Day(f.Day),
                        f.Day < today
                    )),
                ]
            ),
            new DaySection(
                "Promises due",
                "event",
                due.Promises.Total,
                "/collections/promises",
                [
                    .. due.Promises.Rows.Select(p => new DayItem(
                        p.Name,
                        p.Day < today
                            ? $"{p.Amount.ToRupeeText()}; the next upload or payment decides it"
                            : $"{p.Amount.ToRupeeText()} by today",
                        FormattableString.Invariant($"/customers/{p.CustomerId}"),
                        Dates.Day(p.Day),
                        p.Day < today
                    )),
                ]
            ),
        ];
    }
}
