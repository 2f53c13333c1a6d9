using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Imports;

/// <summary>The file behind an upload, for provenance.</summary>
public sealed record UploadFile(
    int UploadId,
    string FileName,
    string? SheetName,
    string UploadedByName,
    DateTime UploadedAt,
    DateTime? CommittedAt
);

/// <summary>The file behind an upload.</summary>
public sealed partial class ImportQueries
{
    public async Task<UploadFile> FileAsync(CurrentUser currentUser, int uploadId, CancellationToken ct)
    {
        await using var db = contexts.Reader();
        var batch = await FindAsync(db, currentUser, uploadId, ct);
        return new UploadFile(
            batch.Id,
            batch.FileName,
            batch.SheetName,
            batch.UploadedByName,
            batch.UploadedAt,
            batch.CommittedAt
        );
    }

    /// <summary>The files behind uploads, for rooms that show where a figure comes from. The caller has checked that the current user sees the figure.</summary>
    public async Task<IReadOnlyDictionary<int, UploadFile>> FilesAsync(
        IReadOnlyCollection<int> uploadIds,
        CancellationToken ct
    )
    {
        await using var db = contexts.Reader();
        return await db.Set<ImportBatch>()
            .Where(b => uploadIds.Contains(b.Id))
            .Select(b => new UploadFile(b.Id, b.FileName, b.SheetName, b.UploadedByName, b.UploadedAt, b.CommittedAt))
            .ToDictionaryAsync(f => f.UploadId, ct);
    }

    /// <summary>Header and text of one row of an uploaded sheet, read from the file itself. The caller has checked that the current user sees the row.</summary>
    public async Task<IReadOnlyList<KeyValuePair<string, string>>> SourceCellsAsync(
        int uploadId,
        int rowNumber,
        CancellationToken ct
    )
    {
        await using var db = contexts.Reader();
        var batch = await db.Set<ImportBatch>().SingleOrDefaultAsync(b => b.Id == uploadId, ct)
            ?? throw DomainException.NotFound("Upload not found.");
        var headers = ImportJson.Texts(batch.Headers);
        try
        {
            using var file = await files.OpenAgainAsync(batch, ct);
            using var reader = file.Workbook.OpenSheet(batch.SheetIndex ?? 0);
            while (reader.Read())
            {
                if (reader.RowNumber < rowNumber)
                    continue;
                if (reader.RowNumber > rowNumber)
                    break;
                var cells = new List<KeyValuePair<string, string>>();
                for (var i = 0; i < Math.Max(reader.Count, headers.Length); i++)
                    cells.Add(
                        new(
                            i < headers.Length && headers[i].Length > 0 ? headers[i] : Columns.Name(i),
                            reader[i].Display
                        )
                    );
                return cells;
            }
        }
        catch (SheetException)
        {
            // An encrypted workbook's password is forgotten once it is committed: the row number must do.
        }

        return [];
    }
}
