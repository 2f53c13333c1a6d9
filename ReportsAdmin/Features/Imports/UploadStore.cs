using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Imports;

/// <summary>What an upload is about.</summary>
/// <param name="Period">The month, as <c>yyyymm</c>.</param>
public sealed record NewUpload(string Kind, string FileName, int Period, int? DepartmentId)
{
    /// <summary>How text dates are read; unknown to find out.</summary>
    internal DateOrder Dates { get; init; }

    /// <summary>Questions that the caller has settled beforehand: question → option.</summary>
    internal IReadOnlyDictionary<string, string>? Answers { get; init; }
}

/// <summary>Checks what is uploaded and stores it.</summary>
public sealed partial class UploadStore(
    IDbContextFactory<ReportsDb> contexts,
    ImportFiles files,
    AccessQueries access,
    IEnumerable<IImportTarget> targets,
    TimeProvider time
)
{
    private static readonly string[] Extensions = [".xlsx", ".xlsm", ".xls", ".csv", ".tsv", ".txt"];

    /// <summary>This month, for kinds whose sheets speak of no month; null for the others, which must name one.</summary>
    public int? PeriodWithout(string kind) =>
        targets.FirstOrDefault(t => t.Kind == kind)?.Profile.AsksMonth == true
            ? null
            : int.Parse(
                time.GetUtcNow().ToString("yyyyMM", CultureInfo.InvariantCulture),
                CultureInfo.InvariantCulture
            );

    /// <summary>Stores file and batch. What <paramref name="and"/> writes is committed with the batch.</summary>
    public async Task<ImportBatch> AddAsync(
        CurrentUser currentUser,
        NewUpload upload,
        Stream content,
        Func<ReportsDb, ImportBatch, Task>? and,
        CancellationToken ct
    )
    {
        var profile = await RequireAsync(currentUser, upload, ct);
        var stored = await files.SaveAsync(content, ct);
        if (stored.Size == 0)
        {
            await files.DeleteAsync(stored.Key, ct);
            throw DomainException.Invalid("file", "The file is empty.");
        }

        await using var db = contexts.CreateDbContext();
        var batch = new ImportBatch
        {
            Kind = upload.Kind,
            FileName = SafeName(upload.FileName),
            FileKey = stored.Key,
            FileSize = stored.Size,
            FileHash = stored.Hash,
            Period = upload.Period,
            DepartmentId = profile.AsksDepartment ? upload.DepartmentId : null,
            DateOrder = upload.Dates,
            Answers = upload.Answers is { Count: > 0 } answers ? ImportJson.Write(answers) : null,
            UploadedById = currentUser.UserId,
            UploadedByName = currentUser.Name,
            UploadedAt = time.GetUtcNow().UtcDateTime,
        };
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        db.Add(batch);
        await db.SaveChangesAsync(ct);
        if (and is not null)
        {
            await and(db, batch);
            await db.SaveChangesAsync(ct);
        }

        await transaction.CommitAsync(ct);
        return batch;
    }

    private async Task<ImportProfile> RequireAsync(CurrentUser currentUser, NewUpload upload, CancellationToken ct)
    {
        currentUser.Require(ImportCommands.UploadPermission);
        var profile = (
            targets.FirstOrDefault(t => t.Kind == upload.Kind)
            ?? throw DomainException.Invalid("kind", $"'{upload.Kind}' cannot be imported.")
        ).Profile;
        if (profile.Permission is { } permission)
            currentUser.Require(permission);
        var name = SafeName(upload.FileName);
        if (!Extensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase))
            throw new DomainException(
                ErrorKind.UnsupportedMedia,
                $"'{name}' is not a sheet. Upload .xlsx, .xlsm, .xls or .csv.",
                new Dictionary<string, string> { ["file"] = "Upload .xlsx, .xlsm, .xls or .csv." }
            );
        if (upload.DepartmentId is { } department)
        {
            var own = (await access.DepartmentsAsync(currentUser, ct)).FirstOrDefault(d => d.Id == department)
                ?? throw DomainException.Invalid("department", "This department is not one of yours.");
            if (!own.Active)
                throw DomainException.Invalid("department", $"{own.Name} is inactive and takes no uploads.");
        }

        return profile;
    }

    /// <summary>The name for showing only: no folders, no control characters, at most 200 characters. It never becomes a path.</summary>
    private static string SafeName(string fileName)
    {
        var name = Controls().Replace(fileName[(fileName.LastIndexOfAny(['/', '\\']) + 1)..], "").Trim();
        return name.Length == 0 ? "upload"
            : name.Length <= 200 ? name
            : name[..180] + Path.GetExtension(name);
    }

    [GeneratedRegex(@"[\p{C}]")]
    private static partial Regex Controls();
}
