using System.Globalization;
using System.Text.Json;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Ui.Components;

namespace ReportsAdmin.Features.Imports.Pages;

/// <summary>What the first step of an upload asks: file, department, month, financial year.</summary>
public sealed class NewUploadState
{
    private static readonly string[] Extensions = [".xlsx", ".xlsm", ".xls", ".csv", ".tsv", ".txt"];

    /// <param name="today">Of the company: the month it falls in is proposed, and no later one can be chosen than the year allows.</param>
    public NewUploadState(DateOnly today)
    {
        Month = today.Month;
        StartYear = FinancialCalendar.StartYearOf(today.Year, today.Month);
        Years =
        [
            .. Enumerable
                .Range(0, 5)
                .Select(back => StartYear - back)
                .Select(y => (y, FinancialCalendar.ScreenText(y))),
        ];
    }

    /// <summary>The choices as an upload has them.</summary>
    /// <param name="period">The month, as <c>yyyymm</c>.</param>
    public static NewUploadState Of(DateOnly today, int period, string department)
    {
        var (year, month) = (period / 100, period % 100);
        var state = new NewUploadState(today)
        {
            Month = month,
            StartYear = FinancialCalendar.StartYearOf(year, month),
            Department = department,
        };
        if (state.Years.All(y => y.Value != state.StartYear))
            state.Years = [.. state.Years, (state.StartYear, FinancialCalendar.ScreenText(state.StartYear))];
        return state;
    }

    /// <summary>The departments that a user may upload for.</summary>
    public static async Task<IReadOnlyList<Option>> DepartmentsAsync(CurrentUser currentUser, AccessQueries access) =>
        [
            .. (await access.DepartmentsAsync(currentUser, CancellationToken.None))
                .Where(d => d.Active)
                .Select(d => new Option(d.Id.ToString(CultureInfo.InvariantCulture), d.Name)),
            .. currentUser.Scope.DepartmentIds is null
                ? [new Option("", "All departments (the sheet says which)")]
                : Array.Empty<Option>(),
        ];

    /// <summary>Financial years by the calendar year they begin in.</summary>
    public IReadOnlyList<(int Value, string Text)> Years { get; private set; }

    /// <summary>In the order of the financial year.</summary>
    public static IReadOnlyList<(int Value, string Text)> Months =>
        [
            .. FinancialCalendar.Order.Select(m =>
                (m, new DateOnly(2024, m, 1).ToString("MMMM", CultureInfo.InvariantCulture))
            ),
        ];

    public int Month { get; set; }

    public int StartYear { get; set; }

    public string Department { get; set; } = "";

    public string? FileName { get; private set; }

    public long FileSize { get; private set; }

    /// <summary>What is wrong, for a person; null when nothing is.</summary>
    public string? Problem { get; set; }

    /// <summary>The month as <c>yyyymm</c>.</summary>
    public int Period => (FinancialCalendar.YearOf(StartYear, Month) * 100) + Month;

    public void Choose(string? name, long size, long largest)
    {
        (FileName, FileSize) = (name, size);
        Problem =
            name is null ? null
            : !Extensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase)
                ? $"{name} is not a sheet. Choose an .xlsx, .xlsm, .xls or .csv file."
            : size == 0 ? $"{name} is empty."
            : size > largest ? $"{name} has {Counts.Bytes(size)}; a sheet may have {Counts.Bytes(largest)}."
            : null;
    }

    public bool CanSend => FileName is not null && Problem is null;

    /// <summary>The upload's number from the endpoint's answer; null, with <see cref="Problem"/> set, when it was refused.</summary>
    public int? Answered(int status, string body)
    {
        Problem = null;
        if (
            status is >= 200 and < 300
            && Read(body) is { } data
            && data.TryGetProperty("data", out var inner)
            && inner.TryGetProperty("number", out var number)
        )
            return number.GetInt32();
        Problem = status switch
        {
            -1 => "The upload was cancelled.",
            0 => "The connection broke. Nothing was stored; please send the file again.",
            401 => "Your session has ended. Sign in again and send the file once more.",
            413 => "The file is larger than the server takes.",
            429 => "Too many uploads in a short time. Please wait a minute.",
            _ => Message(Read(body)) ?? "The server did not take the file. Please try again.",
        };
        return null;
    }

    private static JsonElement? Read(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // A proxy may answer with a page of its own.
            return null;
        }
    }

    private static string? Message(JsonElement? body)
    {
        if (body is not { ValueKind: JsonValueKind.Object } root || !root.TryGetProperty("error", out var error))
            return null;
        return error.ValueKind == JsonValueKind.String ? error.GetString()
            : error.ValueKind == JsonValueKind.Object && error.TryGetProperty("message", out var message)
                ? message.GetString()
            : null;
    }
}
