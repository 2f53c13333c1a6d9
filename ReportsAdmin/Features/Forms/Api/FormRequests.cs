using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Forms.Api;

/// <summary>A form to be made or changed. A change takes what is given and leaves the rest; members of our own answers that cannot be set may come back unread.</summary>
public sealed record FormRequest
{
    private static readonly string[] ReadOnly =
    [
        "success",
        "message",
        "form",
        "id",
        "creator_id",
        "creator_name",
        "created_at",
        "updated_at",
        "submission_count",
        "accepts_submissions",
        "statistics",
        "external_url",
        "qr_code_data",
        "access_key",
        "view_count",
    ];

    private bool describes;
    private bool limits;
    private bool expires;

    public string? Title { get; init; }

    public string? Description
    {
        get;
        init => (field, describes) = (value, true);
    }

    public SchemaRequest? Schema { get; init; }

    /// <summary>Whether it takes submissions; true for a new form unless it says otherwise.</summary>
    public bool? IsActive { get; init; }

    /// <summary>Whether it takes them without an account.</summary>
    public bool? IsPublic { get; init; }

    /// <summary>Null takes the limit away.</summary>
    public int? SubmissionLimit
    {
        get;
        init => (field, limits) = (value, true);
    }

    /// <summary>A day, which is the last, or an instant; null takes it away.</summary>
    public string? ExpiresAt
    {
        get;
        init => (field, expires) = (value, true);
    }

    public FormSettingsBody? FormSettings { get; init; }

    /// <summary>Of a change: the version it was made from.</summary>
    public int? Version { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; init; }

    /// <exception cref="DomainException">With every member that is missing, unknown or cannot be done.</exception>
    public NewForm ToNew(BusinessClock clock)
    {
        var problems = Unknown();
        if (string.IsNullOrWhiteSpace(Title))
            problems["title"] = "Missing required field: title";
        if (Schema is null)
            problems["schema"] = "Missing required field: schema";
        var made = new NewForm(
            Title ?? "",
            Description,
            Schema?.ToDefinition(problems) ?? FormDefinition.Empty,
            IsPublic == true,
            IsActive != false
        )
        {
            Settings = Schema?.Settings?.ToSettings(new FormSettings(), problems) ?? new FormSettings(),
            SubmissionLimit = SubmissionLimit,
            ClosesAt = ClosesAt(clock, problems),
            Automation = Automation(null, problems),
            WithLink = true,
        };
        return problems.Count == 0 ? made : throw Refusal(problems);
    }

    /// <param name="now">The form as it is.</param>
    /// <exception cref="DomainException">With every member that is unknown or cannot be done.</exception>
    public FormUpdate ToUpdate(FormRow now, BusinessClock clock)
    {
        var problems = Unknown();
        var update = new FormUpdate
        {
            Title = Title,
            Description = describes ? new Given<string?>(Description) : null,
            Definition = Schema?.ToDefinition(problems),
            Active = IsActive,
            Public = IsPublic,
            Settings = Schema?.Settings?.ToSettings(now.Settings, problems),
            SubmissionLimit = limits ? new Given<int?>(SubmissionLimit) : null,
            ClosesAt = expires ? new Given<DateTime?>(ClosesAt(clock, problems)) : null,
            Automation = Automation(now, problems),
            Version = Version,
            WithLink = true,
        };
        return problems.Count == 0 ? update : throw Refusal(problems);
    }

    /// <summary>The template of automatic reports and where it is in the body; null when none is named.</summary>
    [JsonIgnore]
    public string? Template => FormSettings?.AutoReportSettings?.Template;

    /// <summary>Every problem with its place, also for clients that show nothing but the sentence.</summary>
    private static DomainException Refusal(Dictionary<string, string> problems) =>
        new(
            ErrorKind.Invalid,
            string.Join(
                ' ',
                problems.Select(p =>
                    p.Value.Contains(p.Key, StringComparison.Ordinal) ? p.Value : $"{p.Key}: {p.Value}"
                )
            ),
            problems
        );

    private Dictionary<string, string> Unknown()
    {
        var problems = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in (Others?.Keys ?? Enumerable.Empty<string>()).Where(n => !ReadOnly.Contains(n)))
            problems[name] = $"'{name}' is not a setting of a form.";
        return problems;
    }

    private AutomationSettings? Automation(FormRow? now, Dictionary<string, string> problems)
    {
        if (FormSettings is not { } given)
            return null;
        // What a client was given comes back with the rest; it changes nothing, also where several triggers are set.
        if (now?.Automation is { } current && FormSettingsBody.From(current).ToJson() == given.ToJson())
            return null;
        var automation = new AutoReportReader(given, "form_settings", problems).Read();
        var written = given.ToJson();
        return FormSettingsBody.From(automation).ToJson() == written ? automation : automation with { Sent = written };
    }

    private DateTime? ClosesAt(BusinessClock clock, Dictionary<string, string> problems)
    {
        if (string.IsNullOrWhiteSpace(ExpiresAt))
            return null;
        var text = ExpiresAt.Trim();
        if (ApiTime.IsDay(text, out var day))
            return clock.StartOf(day.AddDays(1));
        try
        {
            return
                DateTime.TryParseExact(
                    text,
                    ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"],
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.None,
                    out var local
                ) && ApiTime.IsDay(text[..10], out _)
                ? TimeZoneInfo.ConvertTimeToUtc(local, clock.Zone)
                : ApiTime.Instant(text, "expires_at");
        }
        catch (Exception e) when (e is DomainException or ArgumentException)
        {
            problems["expires_at"] = $"'{text}' is not a time. Write it as 2026-01-31 or 2026-01-31T18:30:00Z.";
            return null;
        }
    }
}
