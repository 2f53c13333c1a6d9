using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.WebUtilities;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Reports.Jobs;
using ReportsAdmin.Features.Reports.Templates;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Idempotency;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Reports.Pages;

/// <summary>Form for a new report: filters, content and output, with a preview of the first rows.</summary>
public sealed partial class NewReportPage
{
    private const int PreviewRows = 8;

    private readonly CommandGate gate = new();
    private NewReportState state = new(null, new ReportRequest(), "", "pdf");
    private ReportTypeInfo? type;
    private TemplateRow? template;
    private Dictionary<string, IReadOnlyList<FilterOption>> options = [];
    private IReadOnlyList<Option> departments = [];
    private IReadOnlyDictionary<string, string> problems = new Dictionary<string, string>();
    private ReportPreview? preview;
    private string? previewProblem;
    private string? needed;
    private string? lacking;
    private bool previewing;
    private ReportJobRow? identical;
    private DateTime? startDay;
    private TimeSpan? startTime;
    private string exportHref = "";
    private bool mayCreate;
    private int asked;

    [SupplyParameterFromQuery]
    public string? Template { get; set; }

    [Inject]
    private ReportPreviewQueries Catalogue { get; set; } = null!;

    [Inject]
    private ReportJobQueries Jobs { get; set; } = null!;

    [Inject]
    private ReportJobCommands Commands { get; set; } = null!;

    [Inject]
    private IdempotentCommands Once { get; set; } = null!;

    [Inject]
    private TemplateQueries Templates { get; set; } = null!;

    [Inject]
    private TemplateCommands TemplateCommands { get; set; } = null!;

    [Inject]
    private AccessQueries Access { get; set; } = null!;

    [Inject]
    private BusinessClock Clock { get; set; } = null!;

    [Inject]
    private NavigationManager Nav { get; set; } = null!;

    protected override async Task LoadAsync()
    {
        mayCreate = CurrentUser.Can(ReportJobCommands.CreatePermission);
        template = int.TryParse(Template, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? await Templates.DetailsAsync(CurrentUser, id, PageClosed)
            : null;
        var given = template is null
            ? NewReportState.Of(QueryHelpers.ParseQuery(Nav.ToAbsoluteUri(Nav.Uri).Query))
            : NewReportState.Of(template);
        type = Catalogue.Find(CurrentUser, given.Type) ?? throw DomainException.NotFound("Choose a report first.");
        state = given.For(type);
        lacking = await Catalogue.LackingAsync(CurrentUser, type.Key, PageClosed);
        if (state.Name.Length == 0)
            state = state with { Name = type.Title };
        options = [];
        foreach (var filter in type.Filters)
            options[filter.Key] = await Catalogue.OptionsAsync(CurrentUser, type.Key, filter.Key, PageClosed);
        departments =
        [
            .. (await Access.DepartmentsAsync(CurrentUser, PageClosed)).Select(d => new Option(
                d.Id.ToString(CultureInfo.InvariantCulture),
                d.Name
            )),
        ];
        if (state.DepartmentId is null && departments.Count > 0)
            state = state with { DepartmentId = int.Parse(departments[0].Value, CultureInfo.InvariantCulture) };
        await PreviewAsync();
    }

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateTime? Date(DateOnly? day) => day?.ToDateTime(TimeOnly.MinValue);

    private static DateOnly? Date(DateTime? day) => day is { } value ? DateOnly.FromDateTime(value) : null;

    private void Set(NewReportState next) => state = next;

    private Task ChangeAsync(NewReportState next)
    {
        state = next;
        return PreviewAsync();
    }

    /// <summary>Reads the first rows again unless a required filter is empty; answers to outdated requests are discarded.</summary>
    private async Task PreviewAsync()
    {
        var mine = ++asked;
        (previewing, problems, previewProblem, identical) = (true, new Dictionary<string, string>(), null, null);
        exportHref = ExportHref();
        needed = state.Missing(type!) is { } filter
            ? $"{filter.Title} is required. The preview appears when it is filled in."
            : null;
        if (needed is not null)
        {
            (preview, previewing) = (null, false);
            return;
        }

        StateHasChanged();
        try
        {
            var read = await Catalogue.PreviewAsync(CurrentUser, type!.Key, state.Request, PreviewRows, PageClosed);
            var same = await Jobs.FindIdenticalAsync(
                CurrentUser,
                type.Key,
                state.Request,
                ReportFormat.Find(state.Format)!,
                PageClosed
            );
            if (mine == asked)
                (preview, identical) = (read, same);
        }
        catch (DomainException error)
        {
            if (mine == asked)
                (preview, problems, previewProblem) = (null, error.Fields, error.Message);
        }
        finally
        {
            if (mine == asked)
                previewing = false;
        }
    }

    private async Task CreateAsync()
    {
        var asked = new CreateReportJob(type!.Key, state.Name.Trim(), state.Request, state.Format)
        {
            Description = state.Description,
            FileName = string.IsNullOrWhiteSpace(state.FileName) ? null : state.FileName.Trim(),
            Priority = state.Priority,
            ScheduledFor = StartAt(),
            Visibility = state.Visibility,
            DepartmentId = state.Visibility == "department" ? state.DepartmentId : null,
        };
        await RunAsync(async () =>
        {
            try
            {
                var created = await Once.RunAsync(
                    CurrentUser,
                    gate.FormKey,
                    asked,
                    async () => (await Commands.CreateAsync(CurrentUser, asked, PageClosed)).Id,
                    PageClosed
                );
                Nav.NavigateTo(ReportText.Href(created));
            }
            catch (DomainException error)
            {
                problems = error.Fields;
                throw;
            }
        });
    }

    /// <summary>The start in UTC; null when neither day nor time is given. A time without a day means today.</summary>
    private DateTime? StartAt() =>
        startDay is null && startTime is null
            ? null
            : TimeZoneInfo.ConvertTimeToUtc(
                DateTime.SpecifyKind(
                    (startDay ?? Clock.Today.ToDateTime(TimeOnly.MinValue)) + (startTime ?? TimeSpan.Zero),
                    DateTimeKind.Unspecified
                ),
                Clock.Zone
            );

    private async Task SaveAsync()
    {
        var save = new SaveTemplate(
            state.Name.Trim(),
            state.Description,
            type!.Key,
            state.Request,
            state.Format,
            state.Priority,
            state.Visibility,
            state.Visibility == "department" ? state.DepartmentId : null
        );
        if (template is { MayChange: true } own)
        {
            if (await RunAsync(() => TemplateCommands.ChangeAsync(CurrentUser, own.Id, save, PageClosed)))
                Notify("Template updated", state.Name);
        }
        else if (
            await RunAsync(() =>
                Once.RunAsync(
                    CurrentUser,
                    gate.FormKey,
                    save,
                    () => TemplateCommands.AddAsync(CurrentUser, save, PageClosed),
                    PageClosed
                )
            )
        )
        {
            Notify("Template saved", state.Name);
        }
    }

    private string ExportHref()
    {
        var values = state
            .Request.Filters.SelectMany(f => f.Value.Select(v => new KeyValuePair<string, string?>(f.Key, v)))
            .Concat(state.Request.GroupBy.Select(g => new KeyValuePair<string, string?>("groupBy", g)))
            .Concat(state.Request.Measures.Select(m => new KeyValuePair<string, string?>("measures", m)))
            .Append(new("startDate", Day(state.Request.Start)))
            .Append(new("endDate", Day(state.Request.End)))
            .Append(new("includeInactive", state.Request.IncludeInactive ? "true" : null))
            .Append(new("format", state.Format));
        return QueryHelpers.AddQueryString(
            $"/api/v2/reports/export/{type!.Key}",
            values.Where(v => v.Value is not null)
        );
    }

    private string? Problem(string field) => problems.GetValueOrDefault(field);
}
