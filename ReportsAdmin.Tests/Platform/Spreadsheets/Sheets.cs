using System.Text;
using ReportsAdmin.Platform.Spreadsheets;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Spreadsheets;

/// <summary>Short words for the tests of this module.</summary>
internal static class Sheets
{
    public static IWorkbook Open(
        Stream file,
        string name = "file.xlsx",
        SheetLimits? limits = null,
        string? password = null
    ) => Workbook.Open(file, name, limits ?? SheetLimits.Default, password);

    public static IWorkbook OpenText(string text, string name = "file.csv", Encoding? encoding = null) =>
        Open(
            new MemoryStream([
                .. (encoding ?? Encoding.UTF8).GetPreamble(),
                .. (encoding ?? Encoding.UTF8).GetBytes(text),
            ]),
            name
        );

    public static Stream Fixture(string name) =>
        File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Platform", "Spreadsheets", "Fixtures", name));

    /// <summary>All rows of a sheet as "row: kind=text|kind=text", empty cells as "-".</summary>
    public static List<string> Dump(Stream file, int sheet = 0) => Dump(Open(file), sheet);

    public static List<string> Dump(IWorkbook workbook, int sheet = 0)
    {
        using (workbook)
        {
            using var reader = workbook.OpenSheet(sheet);
            var rows = new List<string>();
            while (reader.Read())
            {
                var cells = new List<string>();
                for (var i = 0; i < reader.Count; i++)
                    cells.Add(reader[i].IsEmpty ? "-" : $"{reader[i].Kind}={reader[i].Display}");
                rows.Add($"{reader.RowNumber}: {string.Join('|', cells)}");
            }

            return rows;
        }
    }

    /// <summary>The only cell of the only row.</summary>
    public static SheetCell Only(Stream file)
    {
        using var workbook = Open(file);
        using var reader = workbook.OpenSheet(0);
        Assert.True(reader.Read());
        return reader[reader.Count - 1];
    }

    public static SheetException Refuses(
        Stream file,
        SheetFault fault,
        string name = "file.xlsx",
        SheetLimits? limits = null,
        string? password = null
    )
    {
        var error = Assert.Throws<SheetException>(() =>
        {
            using var workbook = Open(file, name, limits, password);
            for (var i = 0; i < workbook.Sheets.Count; i++)
            {
                using var reader = workbook.OpenSheet(i);
                while (reader.Read())
                {
                    for (var c = 0; c < Math.Min(reader.Count, 50); c++)
                        _ = reader[c].Display;
                }
            }
        });
        Assert.Equal(fault, error.Fault);
        return error;
    }

    public static MemoryStream Write(Action<XlsxWriter> write, XlsxOptions? options = null)
    {
        var stream = new MemoryStream();
        using (var writer = new XlsxWriter(new ForwardOnly(stream), options))
        {
            write(writer);
            writer.Complete();
        }

        stream.Position = 0;
        return stream;
    }

    public static SheetSpec Spec(params SheetColumn[] columns) => new() { Name = "Data", Columns = columns };

    public static SheetColumn Column(
        ColumnType type,
        string header = "Head",
        bool total = false,
        bool unique = false
    ) => new(header, type, 12, total, unique);

    /// <summary>Proves that a writer never seeks.</summary>
    private sealed class ForwardOnly(Stream inner) : Stream
    {
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);
    }
}
