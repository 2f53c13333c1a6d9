using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Rendering;

namespace ReportsAdmin.Features.Administration.Company;

/// <summary>Who changed a setting last, and when (UTC).</summary>
public sealed record SettingChange(string By, DateTime At);

/// <summary>The company's settings as their page shows them. A change is null where nobody ever made one.</summary>
/// <param name="Name">The name in force; <paramref name="DefaultName"/> unless changed.</param>
/// <param name="YearStart">The first month of the financial year, 1 to 12.</param>
/// <param name="OwnLogo">True for an uploaded logo, false for that of the settings file or none.</param>
public sealed record CompanyView(
    string Name,
    string DefaultName,
    SettingChange? NameChange,
    DigitGrouping Grouping,
    SettingChange? GroupingChange,
    bool OwnLogo,
    SettingChange? LogoChange,
    int YearStart,
    SettingChange? YearStartChange
);

/// <summary>Reads the company's settings.</summary>
public sealed class CompanyQueries(IDbContextFactory<ReportsDb> contexts, AccessQueries people, CompanyBrand brand)
{
    public const string ManagePermission = "company:manage";
    public const string Topic = "company";

    public const DigitGrouping DefaultGrouping = DigitGrouping.Indian;

    public async Task<CompanyView> ReadAsync(CurrentUser currentUser, CancellationToken ct)
    {
        currentUser.Require(ManagePermission);
        var settings = await SettingsAsync(ct);
        var names = await people.PeopleAsync([.. settings.Values.Select(s => s.ChangedById).Distinct()], ct);
        SettingChange? ChangeOf(string key) =>
            settings.GetValueOrDefault(key) is { } s
                ? new SettingChange(names.GetValueOrDefault(s.ChangedById)?.Name ?? "System", s.ChangedAt)
                : null;
        return new CompanyView(
            ValueOf(settings, CompanySetting.NameKey) ?? brand.DefaultName,
            brand.DefaultName,
            ChangeOf(CompanySetting.NameKey),
            GroupingOf(settings),
            ChangeOf(CompanySetting.GroupingKey),
            ValueOf(settings, CompanySetting.LogoKey) is not null,
            ChangeOf(CompanySetting.LogoKey),
            YearStartOf(settings),
            ChangeOf(CompanySetting.YearStartKey)
        );
    }

    /// <summary>Makes the process write and show what the database says.</summary>
    public async Task ApplyAsync(CancellationToken ct)
    {
        var settings = await SettingsAsync(ct);
        Digits.Grouping = GroupingOf(settings);
        FinancialCalendar.StartMonth = YearStartOf(settings);
        var logo = settings.GetValueOrDefault(CompanySetting.LogoKey);
        brand.Apply(
            ValueOf(settings, CompanySetting.NameKey),
            logo is { Value: { } type, Content: { } content } ? BrandLogo.Of(type, content) : null
        );
    }

    private async Task<Dictionary<string, CompanySetting>> SettingsAsync(CancellationToken ct)
    {
        await using var db = contexts.Reader();
        return await db.Set<CompanySetting>().ToDictionaryAsync(s => s.Key, ct);
    }

    private static string? ValueOf(Dictionary<string, CompanySetting> settings, string key) =>
        settings.GetValueOrDefault(key)?.Value;

    private static int YearStartOf(Dictionary<string, CompanySetting> settings) =>
        int.TryParse(
            ValueOf(settings, CompanySetting.YearStartKey),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var month
        ) && month is >= 1 and <= 12
            ? month
            : FinancialCalendar.DefaultStartMonth;

    private static DigitGrouping GroupingOf(Dictionary<string, CompanySetting> settings) =>
        Enum.TryParse<DigitGrouping>(ValueOf(settings, CompanySetting.GroupingKey), out var chosen)
            ? chosen
            : DefaultGrouping;
}
