namespace ReportsAdmin.Platform.Rendering;

/// <summary>The formats available, by key.</summary>
/// <param name="make">Makes one of each format for a branding.</param>
public sealed class ReportRenderers(CompanyBrand brand, Func<Branding, IEnumerable<IReportRenderer>> make)
{
    private volatile Made? made;

    /// <summary>Refuses, before anything is read, a report that the format cannot hold.</summary>
    /// <exception cref="DomainException">With the field <c>output.format</c> and the formats to choose instead.</exception>
    public void Require(ReportDocument document, ReportFormat format)
    {
        if (Of(format).Objection(document) is { } objection)
            throw DomainException.Invalid("output.format", objection);
    }

    public Task<RenderedReport> RenderAsync(
        ReportDocument document,
        ReportFormat format,
        Stream output,
        IProgress<long>? rows,
        CancellationToken ct
    )
    {
        Require(document, format);
        return Of(format).RenderAsync(document, output, rows, ct);
    }

    /// <summary>
    /// Renders into a temporary file and answers it rewound, for sending at once: a whole file or an error, never half of one.
    /// The caller disposes the stream, which deletes the file.
    /// </summary>
    public async Task<FileStream> RenderToFileAsync(ReportDocument document, ReportFormat format, CancellationToken ct)
    {
        var file = PrivateFiles.CreateFile(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
            FileOptions.DeleteOnClose
        );
        try
        {
            await RenderAsync(document, format, file, null, ct);
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>Made anew when the company's name or logo has changed.</summary>
    private IReportRenderer Of(ReportFormat format)
    {
        var branding = brand.Branding;
        if (made is not { } present || !ReferenceEquals(present.Branding, branding))
            made = present = new Made(branding, make(branding).ToDictionary(r => r.Format.Key, StringComparer.Ordinal));
        return present.ByKey[format.Key];
    }

    private sealed record Made(Branding Branding, Dictionary<string, IReportRenderer> ByKey);
}
