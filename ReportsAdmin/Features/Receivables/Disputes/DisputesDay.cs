using ReportsAdmin.Features.Receivables.Dashboard;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Receivables.Disputes;

/// <summary>Open disputes of the current user, the nearest answer first.</summary>
public sealed class DisputesDay(DisputeQueries disputes) : IDaySource
{
    public int Order => 15;

    public IReadOnlyList<string> TopicsOf(CurrentUser currentUser) =>
        [DisputeCommands.Topic, ReceivablesImport.DataTopic];

    public async Task<IReadOnlyList<DaySection>> ReadAsync(CurrentUser currentUser, CancellationToken ct)
    {
        if (!currentUser.Can(ReceivablesQueries.ReadPermission))
            return [];
        var list = await disputes.ListAsync(
            currentUser,
            new DisputeFilter(DisputeState.Open, OwnerId: currentUser.UserId),
            new PageRequest(1, DaySection.Most),
            ct
        );
        return
        [
            new DaySection(
                "Disputes to answer",
                "report",
                list.Page.Total,
                "/disputes?owner=me",
                [
                    .. list.Page.Rows.Select(d => new DayItem(
                        $"{d.CustomerName}, invoice {d.InvoiceNumber}",
                        $"{(d.Reason.Length > 0 ? d.Reason + ", " : "")}{d.Amount.ToRupeeText()}",
                        DisputeLedger.HrefOf(d.Id),
                        Dates.Day(d.AnswerBy),
                        d.DaysLeft < 0
                    )),
                ]
            ),
        ];
    }
}
