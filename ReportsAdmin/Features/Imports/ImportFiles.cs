using Microsoft.AspNetCore.DataProtection;
using ReportsAdmin.Platform.Files;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Imports;

/// <summary>Opens the stored file of an upload as a workbook, with the password that the uploader gave.</summary>
public sealed class ImportFiles(FileStore files, IDataProtectionProvider protection, ImportLimits limits)
{
    private readonly IDataProtector protector = protection.CreateProtector("imports.password");

    /// <summary>Of the file as it comes.</summary>
    public long MaxBytes => limits.Now.MaxFileBytes;

    public Task<StoredFile> SaveAsync(Stream content, CancellationToken ct) => files.SaveAsync(content, MaxBytes, ct);

    public Task DeleteAsync(string key, CancellationToken ct) => files.DeleteAsync(key, ct);

    public Task<FileStream> OpenRawAsync(ImportBatch batch, CancellationToken ct) =>
        files.OpenLocalAsync(batch.FileKey, ct);

    public string Protect(string password) => protector.Protect(password);

    /// <summary>Within the limits in force. The caller disposes the workbook, which closes the file with it. Throws <see cref="SheetException"/> when the file cannot be read.</summary>
    public Task<OpenedFile> OpenAsync(ImportBatch batch, CancellationToken ct) => OpenAsync(batch, limits.Now, ct);

    /// <summary>A file that was read before, also when a limit was lowered since.</summary>
    public Task<OpenedFile> OpenAgainAsync(ImportBatch batch, CancellationToken ct) =>
        OpenAsync(batch, limits.Most, ct);

    private async Task<OpenedFile> OpenAsync(ImportBatch batch, SheetLimits within, CancellationToken ct)
    {
        var stream = await files.OpenLocalAsync(batch.FileKey, ct);
        try
        {
            var password = batch.ProtectedPassword is { } hidden ? protector.Unprotect(hidden) : null;
            return new OpenedFile(stream, Workbook.Open(stream, batch.FileName, within, password));
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }
}

/// <summary>A workbook and the file under it.</summary>
public sealed class OpenedFile(FileStream stream, IWorkbook workbook) : IDisposable
{
    public IWorkbook Workbook { get; } = workbook;

    public void Dispose()
    {
        Workbook.Dispose();
        stream.Dispose();
    }
}
