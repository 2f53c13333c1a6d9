using Microsoft.AspNetCore.DataProtection;
using ReportsAdmin.Platform.Files;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Imports;

/// <summary>Opens the stored file of an upload as a workbook, with the password that the uploader gave.</summary>
public sealed class ImportFiles(FileStore files, IDataProtectionProvider protection, IConfiguration configuration)
{
    private const int DefaultMaxMegabytes = 50;

    private readonly IDataProtector protector = protection.CreateProtector("imports.password");

    /// <summary><c>Imports:MaxFileMegabytes</c>, 50 by default.</summary>
    public long MaxBytes { get; } =
        configuration.GetValue("Imports:MaxFileMegabytes", DefaultMaxMegabytes) * 1024L * 1024L;

    private SheetLimits Limits =>
        SheetLimits.Default with
        {
            MaxFileBytes = MaxBytes,
            MaxInflatedBytes =
                configuration.GetValue("Imports:MaxInflatedMegabytes", SheetLimits.Default.MaxInflatedBytes >> 20)
                << 20,
            MaxRows = configuration.GetValue("Imports:MaxRows", SheetLimits.Default.MaxRows),
            MaxReadingTime = TimeSpan.FromSeconds(
                configuration.GetValue("Imports:MaxReadingSeconds", SheetLimits.Default.MaxReadingTime.TotalSeconds)
            ),
        };

    public Task<StoredFile> SaveAsync(Stream content, CancellationToken ct) => files.SaveAsync(content, MaxBytes, ct);

    public void Delete(string key) => files.Delete(key);

    public FileStream OpenRaw(ImportBatch batch) => files.Open(batch.FileKey);

    public string Protect(string password) => protector.Protect(password);

    /// <summary>The caller disposes the workbook, which closes the file with it. Throws <see cref="SheetException"/> when the file cannot be read.</summary>
    public OpenedFile Open(ImportBatch batch)
    {
        var stream = files.Open(batch.FileKey);
        try
        {
            var password = batch.ProtectedPassword is { } hidden ? protector.Unprotect(hidden) : null;
            return new OpenedFile(stream, Workbook.Open(stream, batch.FileName, Limits, password));
        }
        catch
        {
            stream.Dispose();
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
