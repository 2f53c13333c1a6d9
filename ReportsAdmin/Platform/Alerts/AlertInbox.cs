using System.Threading.Channels;

namespace ReportsAdmin.Platform.Alerts;

/// <summary>Something to be alerted.</summary>
/// <param name="Kind">One of <see cref="AlertKind"/>.</param>
/// <param name="Key">Equal for what is the same: the text of a statement, the kind of a job with its error.</param>
/// <param name="Title">A few words; no values of a person or a statement.</param>
/// <param name="Detail">The same holds.</param>
internal sealed record RaisedAlert(string Kind, string Key, string Title, string Detail, DateTime At);

/// <summary>
/// Takes alerts from wherever they arise without holding up anybody: they are written by <see cref="AlertWriter"/>. What comes faster than it can
/// be written is dropped; it would only raise counts.
/// </summary>
internal sealed class AlertInbox
{
    private const int Room = 500;

    private readonly AsyncLocal<bool> quiet = new();
    private readonly Channel<RaisedAlert> raised = Channel.CreateBounded<RaisedAlert>(
        new BoundedChannelOptions(Room) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    public ChannelReader<RaisedAlert> Raised => raised.Reader;

    public void Raise(RaisedAlert alert)
    {
        if (!quiet.Value)
            raised.Writer.TryWrite(alert);
    }

    /// <summary>What the calling flow of work does from here on raises no alert: writing alerts must not alert.</summary>
    public void Quiet() => quiet.Value = true;
}
