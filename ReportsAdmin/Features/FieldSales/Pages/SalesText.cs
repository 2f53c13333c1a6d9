using System.Globalization;
using System.Text.Json;
using ReportsAdmin.Features.FieldSales.Approvals;
using ReportsAdmin.Features.FieldSales.Dashboard;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.FieldSales.Pages;

/// <summary>Texts and icons of the field sales pages.</summary>
public static class SalesText
{
    public static readonly IReadOnlyList<Option> Types =
    [
        new("", "All activities"),
        .. ActivityTypes.All.Select(t => new Option(t, TypeOf(t))),
    ];

    public static readonly IReadOnlyList<Option> Kinds =
    [
        new("", "All kinds"),
        .. ApprovalKinds.All.Select(k => new Option(ApprovalKinds.KeyOf(k), ApprovalKinds.NameOf(k))),
    ];

    public static string TypeOf(string type) =>
        type switch
        {
            ActivityTypes.LiquidationVerified => "Liquidation verified",
            ActivityTypes.LiquidationDone => "Liquidation done",
            ActivityTypes.VisitCompleted => "Visit completed",
            ActivityTypes.StockMismatch => "Stock mismatch",
            ActivityTypes.ApprovalRequested => "Request sent",
            ActivityTypes.DataUploaded => "Data uploaded",
            _ => "Request decided",
        };

    public static (string Icon, Tone Tone) SignOf(ActivityRow row) =>
        row.Type switch
        {
            ActivityTypes.LiquidationVerified => ("verified", Tone.Good),
            ActivityTypes.LiquidationDone => ("sell", Tone.Accent),
            ActivityTypes.VisitCompleted => ("storefront", Tone.Info),
            ActivityTypes.StockMismatch => ("warning", Tone.Warn),
            ActivityTypes.ApprovalRequested => ("fact_check", Tone.Info),
            ActivityTypes.DataUploaded when row.Status != "failed" => ("cloud_upload", Tone.Accent),
            ActivityTypes.DataUploaded => ("undo", Tone.Warn),
            _ when row.Status == "failed" => ("cancel", Tone.Bad),
            _ => ("task_alt", Tone.Good),
        };

    public static string IconOf(ApprovalKind kind) =>
        kind switch
        {
            ApprovalKind.TravelClaim => "payments",
            ApprovalKind.ActivityReimbursement => "groups",
            ApprovalKind.WorkPlan => "event_note",
            ApprovalKind.StockTransfer => "local_shipping",
            _ => "checklist",
        };

    /// <summary>Details of an activity besides its description: an amount, the length of a visit, the missing stock, and the person unless the description names them.</summary>
    public static string DetailOf(ActivityRow row)
    {
        using var metadata = JsonDocument.Parse(row.Metadata);
        var of = metadata.RootElement;
        var user =
            row.User is { } who && !row.Description.Contains(who.Name, StringComparison.Ordinal)
                ? $"{who.Name} ({who.Title})"
                : null;
        return row.Type switch
        {
            ActivityTypes.LiquidationVerified => Joined(
                Amount(of),
                Text(of, "verifiedBy") is { } by ? $"verified by {by}" : null,
                user
            ),
            ActivityTypes.LiquidationDone => Joined(Amount(of), Text(of, "products"), user),
            ActivityTypes.VisitCompleted => Joined(
                Text(of, "location"),
                Number(of, "visitDuration") is { } minutes ? $"{Plain(minutes)} min" : null,
                user
            ),
            ActivityTypes.StockMismatch => Joined(
                Number(of, "expectedStock") is { } expected && Number(of, "actualStock") is { } actual
                    ? $"{Plain(actual)} found, {Plain(expected)} expected"
                    : null,
                user
            ),
            ActivityTypes.ApprovalRequested => Joined(
                Text(of, "enteredBy") is { } clerk ? $"entered by {clerk}" : null,
                user
            ),
            _ => Joined(user),
        };
    }

    public static Tone ToneOf(ApprovalState state) =>
        state switch
        {
            ApprovalState.Approved => Tone.Good,
            ApprovalState.Rejected => Tone.Bad,
            ApprovalState.Pending => Tone.Warn,
            _ => Tone.Neutral,
        };

    /// <summary>An example of a title.</summary>
    public static string ExampleOf(ApprovalKind kind) =>
        kind switch
        {
            ApprovalKind.TravelClaim => "Travel to Nashik, 3 to 5 June",
            ApprovalKind.ActivityReimbursement => "Farmers' meeting at Sangli",
            ApprovalKind.WorkPlan => "Work plan for June",
            ApprovalKind.StockTransfer => "40 bags from Pune to Satara",
            _ => "Stock count at Ram Distributors",
        };

    /// <summary>Rupees as people write them: <c>₹1,23,456.50</c>; null for an empty text.</summary>
    /// <param name="readable">False when the text is not an amount.</param>
    public static decimal? RupeesOf(string text, out bool readable)
    {
        var plain = string.Concat(text.Where(c => c is not ('₹' or ',') && !char.IsWhiteSpace(c)));
        var read = decimal.TryParse(
            plain,
            NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out var rupees
        );
        readable = read || plain.Length == 0;
        return read ? rupees : null;
    }

    /// <summary><c>17:46</c> today, <c>Yesterday, 17:46</c>, else <c>19 Nov, 17:46</c>.</summary>
    public static string When(DateTime utc, BusinessClock clock)
    {
        var local = clock.ToLocal(utc);
        var days = clock.Today.DayNumber - DateOnly.FromDateTime(local).DayNumber;
        return local.ToString(
            days switch
            {
                0 => "HH:mm",
                1 => "'Yesterday, 'HH:mm",
                _ => "d MMM, HH:mm",
            },
            CultureInfo.InvariantCulture
        );
    }

    /// <summary>Whole units, grouped.</summary>
    public static string Units(long milli) =>
        Money.GroupWhole((long)Math.Round(milli / 1000m, MidpointRounding.AwayFromZero));

    public static string Percent(decimal percent) => percent.ToString("0.#", CultureInfo.InvariantCulture) + "%";

    /// <summary>An amount as a figure, in the unit of the page: <c>₹1.23 Cr</c>; in rupees the unit that fits.</summary>
    public static string Figure(Money amount, MoneyUnit unit) =>
        unit == MoneyUnit.Rupees ? amount.ToShortText() : $"₹{unit.Text(amount)} {unit.Suffix}";

    /// <summary>A width for a bar, 0 to 100.</summary>
    public static string Width(decimal percent) =>
        Math.Clamp(percent, 0, 100).ToString("0.#", CultureInfo.InvariantCulture) + "%";

    private static string? Amount(JsonElement of) =>
        Number(of, "amount") is { } rupees ? Money.FromRupees(rupees).ToRupeeText() : null;

    private static string? Text(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static decimal? Number(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetDecimal(out var number)
            ? number
            : null;

    private static string Plain(decimal number) => number.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Joined(params string?[] parts) =>
        string.Join(" · ", parts.Where(p => !string.IsNullOrEmpty(p)));
}
