using System.Globalization;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Audit;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.Administration.Company;

/// <summary>Changes the company's settings; every node and open page follows at once.</summary>
public sealed class CompanyCommands(
    IDbContextFactory<ReportsDb> contexts,
    ChangeNotifier notifier,
    TimeProvider time,
    IEnumerable<StructureDependent> dependents
)
{
    public const int MaxName = 100;
    public const int MaxLogoBytes = 512 * 1024;

    /// <param name="name">Null or blank takes the default again.</param>
    public Task RenameAsync(CurrentUser currentUser, string? name, CancellationToken ct)
    {
        var trimmed = name?.Trim();
        if (trimmed is { Length: > MaxName })
            throw DomainException.Invalid("name", $"A company's name has at most {MaxName} characters.");
        return SetAsync(currentUser, CompanySetting.NameKey, string.IsNullOrEmpty(trimmed) ? null : trimmed, null, ct);
    }

    public Task GroupAsync(CurrentUser currentUser, DigitGrouping grouping, CancellationToken ct)
    {
        if (!Enum.IsDefined(grouping))
            throw DomainException.Invalid("grouping", "Digit grouping is Indian or International.");
        return SetAsync(currentUser, CompanySetting.GroupingKey, grouping.ToString(), null, ct);
    }

    /// <summary>Moves the beginning of the financial year. Nothing stored changes: months keep their figures and belong to other years.</summary>
    /// <param name="month">1 to 12.</param>
    public async Task BeginYearAsync(CurrentUser currentUser, int month, CancellationToken ct)
    {
        if (month is < 1 or > 12)
            throw DomainException.Invalid("month", "A financial year begins in one of the twelve months.");
        // Cached answers over a financial year end with the version of what they were made of.
        await SetAsync(
            currentUser,
            CompanySetting.YearStartKey,
            month.ToString(CultureInfo.InvariantCulture),
            null,
            ct,
            [.. dependents.Select(d => d.Topic)]
        );
    }

    /// <summary>Takes a PNG, JPEG or WebP picture of at most <see cref="MaxLogoBytes"/>; the content decides, not the file's name.</summary>
    public async Task ReplaceLogoAsync(CurrentUser currentUser, Stream content, CancellationToken ct)
    {
        currentUser.Require(CompanyQueries.ManagePermission);
        var bytes = await ReadAsync(content, ct);
        await SetAsync(currentUser, CompanySetting.LogoKey, LogoPicture.ContentTypeOf(bytes), bytes, ct);
    }

    public Task RemoveLogoAsync(CurrentUser currentUser, CancellationToken ct) =>
        SetAsync(currentUser, CompanySetting.LogoKey, null, null, ct);

    private static async Task<byte[]> ReadAsync(Stream content, CancellationToken ct)
    {
        var buffer = new byte[MaxLogoBytes + 1];
        var read = await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        return read <= MaxLogoBytes
            ? buffer[..read]
            : throw new DomainException(
                ErrorKind.TooLarge,
                $"The logo is larger than {MaxLogoBytes / 1024} KB. Save it smaller and try again."
            );
    }

    private async Task SetAsync(
        CurrentUser currentUser,
        string key,
        string? value,
        byte[]? content,
        CancellationToken ct,
        params IReadOnlyList<string> topics
    )
    {
        currentUser.Require(CompanyQueries.ManagePermission);
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var before = await db.Set<CompanySetting>()
            .Where(s => s.Key == key)
            .Select(s => s.Value)
            .SingleOrDefaultAsync(ct);
        db.Record(
            AuditActions.Changed,
            "company setting",
            key,
            key,
            new AuditField("Value", before ?? "default", value ?? "default")
        );
        await db.Set<CompanySetting>().Where(s => s.Key == key).ExecuteDeleteAsync(ct);
        db.Add(
            new CompanySetting
            {
                Key = key,
                Value = value,
                Content = content,
                ChangedById = currentUser.UserId,
                ChangedAt = time.GetUtcNow().UtcDateTime,
            }
        );
        await db.SaveChangesAsync(ct);
        foreach (var topic in topics)
            await db.RaiseDataVersionAsync(topic, ct);
        await transaction.CommitAsync(ct);
        await notifier.PublishAsync(CompanyQueries.Topic);
        foreach (var topic in topics)
            await notifier.PublishAsync(topic);
    }
}
