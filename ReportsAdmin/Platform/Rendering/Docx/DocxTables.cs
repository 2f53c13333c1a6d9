using ReportsAdmin.Platform.Spreadsheets.Writing;
using ReportsAdmin.Platform.Spreadsheets.Zip;

namespace ReportsAdmin.Platform.Rendering.Docx;

/// <summary>Writes tables as wide as they come. The rows are read once: the first band goes into the document at once, the others wait in temporary files.</summary>
internal sealed class DocxTables(Utf8Sink document, TimeZoneInfo zone, RowReading reading)
{
    public async Task<IEnumerable<string>> WriteAsync(TableBlock table, int textWidth)
    {
        var bands = DocxColumns.Of(table.Columns, textWidth);
        var texts = new LongTexts(table);
        var waiting = new List<Waiting>();
        try
        {
            for (var i = 1; i < bands.Count; i++)
                waiting.Add(new Waiting());
            var written = bands
                .Select((columns, i) => new DocxTable(i == 0 ? document : waiting[i - 1].Sink, table, columns, zone))
                .ToArray();
            foreach (var band in written)
                band.Begin(bands.Count);
            var totals = await reading.ReadAsync(table, row =>
            {
                texts.Look(row);
                foreach (var band in written)
                    band.Row(row);
            });
            foreach (var band in written)
                band.End(totals);
            foreach (var band in waiting)
                band.MoveTo(document);
        }
        finally
        {
            foreach (var band in waiting)
                band.Dispose();
        }

        return texts.Warnings;
    }

    /// <summary>A band in a file of its own until those before it are whole.</summary>
    private sealed class Waiting : WriteOnlyStream
    {
        private readonly FileStream file = new(
            Path.GetTempFileName(),
            FileMode.Create,
            FileAccess.ReadWrite,
            FileShare.None,
            1 << 16,
            FileOptions.DeleteOnClose
        );

        public Waiting() => Sink = new Utf8Sink(this);

        public Utf8Sink Sink { get; }

        public override void Write(ReadOnlySpan<byte> bytes) => file.Write(bytes);

        public void MoveTo(Utf8Sink target)
        {
            Sink.Flush();
            file.Position = 0;
            Span<byte> buffer = stackalloc byte[8_192];
            for (int read; (read = file.Read(buffer)) > 0; )
                target.Write(buffer[..read]);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                file.Dispose();
            base.Dispose(disposing);
        }
    }
}
