using System.Diagnostics;
using System.IO.Compression;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Spreadsheets;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Rendering;

/// <summary>Reports the tests of Excel, Word, CSV and JSON are about, and short words to render them.</summary>
internal static class OoxmlSamples
{
    public static readonly TimeZoneInfo India = TimeZoneInfo.CreateCustomTimeZone(
        "Asia/Kolkata",
        TimeSpan.FromMinutes(330),
        "IST",
        "IST"
    );
    public static readonly Branding Brand = new(
        "Shree Ganesh Industries Ltd",
        null,
        (0x1F, 0x4E, 0x8C),
        "Shree Ganesh Industries Ltd · Confidential",
        India
    );

    private static readonly string[] Regions = ["West", "North", "South", "East", "Central"];

    public static ReportDocument Document(params Block[] blocks) =>
        new()
        {
            Title = "Outstanding & ageing",
            Subtitle = "All regions, October 2026",
            MadeAtUtc = new DateTime(2026, 11, 1, 4, 30, 0, DateTimeKind.Utc),
            MadeBy = "Asha Rao",
            DataAsOf = "upload #12, 31 Oct 2026",
            Parameters =
            [
                new Fact("Period", "Oct-26"),
                new Fact("Region", "all"),
                new Fact("Department", "Retail, Projects"),
            ],
            Blocks = blocks,
        };

    /// <summary>Every kind of block and of chart, in the order a report has them.</summary>
    public static ReportDocument Everything() =>
        Document(
            new KeyFiguresBlock([
                new("Outstanding", ReportCell.OfMoney(1_234_56_78_901_50), "12.4% above September", CellTone.Bad),
                new("Overdue above 90 days", ReportCell.OfMoney(85_40_000_00), "6.1% of the total", CellTone.Warn),
                new("Recovered this month", ReportCell.OfMoney(3_12_45_000_00), "₹48 L above target", CellTone.Good),
                new("Customers", ReportCell.OfWhole(12_34_567)),
                new("Collection rate", ReportCell.OfPercent(0.8734m), "of what fell due"),
                new("Oldest invoice", ReportCell.OfDate(new DateOnly(2021, 4, 12))),
                new("Last upload", ReportCell.OfDateTime(new DateTime(2026, 10, 31, 12, 15, 0, DateTimeKind.Utc))),
            ]),
            new ParagraphBlock(
                "Outstanding grew by 12.4% against September, two thirds of it in the West region where three projects were invoiced late in the month. Recoveries were above target for the third month running.\nनमस्ते: तीन ग्राहकों पर विवाद है।"
            ),
            new HeadingBlock("How it developed"),
            new ChartBlock(
                "Outstanding by region",
                ChartKind.Column,
                Regions,
                [
                    new(
                        "Outstanding",
                        [42_00_00_000_00, 31_50_00_000_00, 27_00_00_000_00, 14_20_00_000_00, 8_75_00_000_00]
                    ),
                ],
                "Outstanding by region: West leads with 42 crore."
            ),
            new ChartBlock(
                "Ageing",
                ChartKind.Donut,
                ["0-30 days", "31-60 days", "61-90 days", "Above 90"],
                [new("Outstanding", [60_00_000_00, 25_00_000_00, 10_00_000_00, 5_00_000_00])],
                "Ageing: 60% is younger than 31 days."
            ),
            new ChartBlock(
                "New and recovered",
                ChartKind.Line,
                ["Jun", "Jul", "Aug", "Sep", "Oct"],
                [
                    new("New", [4_10_00_000_00, 3_90_00_000_00, 4_60_00_000_00, 4_20_00_000_00, 5_00_00_000_00]),
                    new("Recovered", [3_80_00_000_00, 4_00_00_000_00, 3_70_00_000_00, 4_40_00_000_00, 4_90_00_000_00]),
                ],
                "New and recovered amounts by month."
            ),
            new ChartBlock(
                "Ageing by region",
                ChartKind.StackedColumn,
                Regions,
                [new("0-30", [5, 4, 3, 2, 1]), new("31-90", [2, 2, 2, 1, 1]), new("Above 90", [1, 1, 0, 1, 1])],
                "Customers by age and region.",
                ColumnType.Whole
            ),
            new ChartBlock(
                "Largest customers",
                ChartKind.Bar,
                ["Ramesh Agencies & Co", "Lakshmi Traders", "Shree Balaji <Steel>", "Patel Bros"],
                [new("Outstanding", [9_00_00_000_00, 7_50_00_000_00, -1_00_00_000_00, 2_25_50_000_00])],
                "The four largest customers."
            ),
            new ChartBlock("Nothing yet", ChartKind.Column, [], [], "An empty chart."),
            new HeadingBlock("Customers"),
            new ParagraphBlock("Customers with the largest balances first."),
            Customers(60),
            new HeadingBlock("Invoices", 2),
            Invoices(40),
            new AppendixBlock("Columns without rows"),
            new HeadingBlock("A note on method", 3),
            Customers(0) with
            {
                Title = "Nobody: an [empty] table?",
            }
        );

    /// <summary>Texts that break files: formulas, markup, controls, halves of characters, every script.</summary>
    public static readonly string[] Hostile =
    [
        "=cmd|'/c calc'!A0",
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        "<script>alert(1)</script>",
        "a & b < c > d \" e ' f",
        "]]>",
        "&amp;",
        "bell\u0007 null\u0000 esc\u001B",
        "\uD800 lone",
        "lone \uDC00",
        "\uD83D",
        "\uFFFE\uFFFF",
        "😀👨‍👩‍👧",
        "नमस्ते क्षत्रिय",
        "مرحبا بالعالم",
        "\u202Eright to left",
        " outer blanks ",
        "two\nlines\r\nand\ttabs\r",
        "_x0041_ _x005F_",
        "C:\\dir\\%s%n",
        "'apostrophe",
        "\u00A0",
        "\"quoted\",comma;",
        "{{braces}}",
    ];

    /// <summary>A report made of one hostile text in every place that takes a text.</summary>
    public static ReportDocument HostileEverywhere(string text) =>
        Document(
            new HeadingBlock(text),
            new HeadingBlock(text, 3),
            new ParagraphBlock(text),
            new AppendixBlock(text),
            new KeyFiguresBlock([new(text, ReportCell.OfText(text), text, CellTone.Bad)]),
            new ChartBlock(text, ChartKind.Column, [text, ""], [new(text, [1, 2]), new("", [3, 4])], text),
            new TableBlock(
                text,
                [new("a", text, ColumnType.Text, 10), new("b", "", ColumnType.Money, 10, Total: true)],
                () => RowSources.Of([text], (row, t) =>
                    {
                        row.Text(t, CellTone.Warn);
                        row.Money(100);
                    }),
                1
            )
        ) with
        {
            Title = text,
            Subtitle = text,
            MadeBy = text,
            DataAsOf = text,
            Parameters = [new Fact(text, text), new Fact(text, "")],
        };

    /// <summary>A table of one text and many amounts.</summary>
    public static TableBlock Wide(int columns, int rows) =>
        new(
            "Wide",
            [
                new("c0", "Customer", ColumnType.Text, 20),
                .. Enumerable
                    .Range(1, columns - 1)
                    .Select(i => new ReportColumn($"c{i}", $"Month {i}", ColumnType.Money, 12, Total: true)),
            ],
            () => RowSources.Of(Enumerable.Range(0, rows), (row, i) =>
                {
                    row.Text($"Customer {i}");
                    for (var c = 1; c < columns; c++)
                        row.Money(i * 100_000L + c);
                }),
            rows
        );

    public static TableBlock Customers(int rows) =>
        new(
            "Customers by balance",
            [
                new("code", "Code", ColumnType.Text, 9, Unique: true),
                new("name", "Customer", ColumnType.Text, 30, Wrap: true),
                new("region", "Region", ColumnType.Text, 10),
                new("outstanding", "Outstanding", ColumnType.Money, 18, Total: true),
                new("share", "Share", ColumnType.Percent, 9, Total: true),
                new("invoices", "Invoices", ColumnType.Whole, 9, Total: true),
            ],
            () => RowSources.Of(Enumerable.Range(0, rows), FillCustomer),
            rows
        );

    public static TableBlock Invoices(int rows) =>
        new(
            "Invoices",
            [
                new("no", "Invoice No", ColumnType.Text, 14, Unique: true),
                new("customer", "Customer", ColumnType.Text, 26),
                new("city", "City", ColumnType.Text, 12),
                new("raised", "Raised", ColumnType.Date, 11),
                new("due", "Due", ColumnType.Date, 11),
                new("amount", "Amount", ColumnType.Money, 16, Total: true),
                new("gst", "GST", ColumnType.Money, 14, Total: true),
                new("weight", "Weight (t)", ColumnType.Decimal, 10, Total: true),
                new("age", "Age (days)", ColumnType.Whole, 9),
                new("seen", "Last seen", ColumnType.DateTime, 16),
                new("disputed", "Disputed", ColumnType.Boolean, 9),
                new("remark", "Remark", ColumnType.Text, 24, Wrap: true),
            ],
            () => RowSources.Of(Enumerable.Range(0, rows), FillInvoice),
            rows
        );

    public static long PaiseOf(int i) => (i % 7 == 3 ? -1 : 1) * (long)(Math.Pow(10, 3 + i % 9) * (1 + i % 13)) + i * 7;

    public static async Task<(byte[] File, RenderedReport Report)> RenderAsync(
        IReportRenderer renderer,
        ReportDocument document,
        IProgress<long>? progress = null,
        CancellationToken ct = default
    )
    {
        Assert.Null(renderer.Objection(document));
        var stream = new MemoryStream();
        var report = await renderer.RenderAsync(document, new ForwardOnlyStream(stream), progress, ct);
        return (stream.ToArray(), report);
    }

    /// <summary>Renders a table of 100,000 rows until the 1,500th asks for cancellation, and checks that it was heard and the rows let go of.</summary>
    public static async Task AssertStopsAsync(IReportRenderer renderer)
    {
        using var stop = new CancellationTokenSource();
        var opened = new List<WatchedSource>();
        var read = 0;
        var table = Customers(100_000) is var all
            ? all with
            {
                Rows = 1,
                Open = () =>
                {
                    opened.Add(new WatchedSource(all.Open(), row =>
                        {
                            read = row;
                            if (row == 1_500)
                                stop.Cancel();
                        }));
                    return opened[^1];
                },
            }
            : throw new InvalidOperationException();
        var stream = new MemoryStream();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            renderer.RenderAsync(Document(table), new ForwardOnlyStream(stream), null, stop.Token)
        );
        Assert.InRange(read, 1_500, 2_500);
        Assert.Equal(1, Assert.Single(opened).Disposals);
    }

    /// <summary>Renders a table whose rows break off, and checks that the failure is heard and the rows let go of.</summary>
    public static async Task AssertFailsAsync(IReportRenderer renderer)
    {
        var source = new WatchedSource(Customers(10).Open(), row =>
        {
            if (row == 5)
                throw new InvalidDataException("the database went away");
        });
        await Assert.ThrowsAsync<InvalidDataException>(() =>
            renderer.RenderAsync(
                Document(Customers(10) with { Open = () => source }),
                new ForwardOnlyStream(new MemoryStream()),
                null,
                default
            )
        );
        Assert.Equal(1, source.Disposals);
    }

    /// <summary>Renders two tables and checks that progress is told at least every 1,000 rows, of both together.</summary>
    public static async Task AssertTellsProgressAsync(IReportRenderer renderer)
    {
        var told = new List<long> { 0 };
        var (_, report) = await RenderAsync(renderer, Document(Customers(2_500), Customers(1_200)), new Told(told.Add));
        Assert.Equal(3_700, report.Rows);
        Assert.Equal(3_700, told[^1]);
        Assert.All(told.Zip(told.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 0, 1_000));
    }

    private sealed class Told(Action<long> tell) : IProgress<long>
    {
        public void Report(long value) => tell(value);
    }

    /// <summary>The text of one part of a zip.</summary>
    public static string Part(byte[] file, string name)
    {
        using var zip = new ZipArchive(new MemoryStream(file));
        using var reader = new StreamReader(
            zip.GetEntry(name)?.Open()
                ?? throw new Xunit.Sdk.XunitException(
                    $"The file has no {name}; it has {string.Join(", ", zip.Entries.Select(e => e.FullName))}"
                )
        );
        return reader.ReadToEnd();
    }

    /// <summary>What LibreOffice makes of the file, with the fonts of the repository unless others are given.</summary>
    public static string Convert(
        DirectoryInfo folder,
        byte[] file,
        string extension,
        string to,
        FontSet? fonts = null
    ) => ConvertAll(folder, [("report." + extension, file)], to, fonts).Single();

    /// <summary>
    /// What LibreOffice makes of several files, in their order, with one start of it: the start takes longer than most files. Skips loudly
    /// where it is not installed.
    /// </summary>
    public static IReadOnlyList<string> ConvertAll(
        DirectoryInfo folder,
        IReadOnlyList<(string Name, byte[] Content)> files,
        string to,
        FontSet? fonts = null
    )
    {
        if (!Has("soffice"))
            Assert.Skip("soffice is not on PATH: LibreOffice was NOT asked to read our files.");
        // What is made may have the name of what it is made of.
        var made = folder.CreateSubdirectory("made").FullName;
        foreach (var (name, content) in files)
            File.WriteAllBytes(Path.Combine(folder.FullName, name), content);
        Run(
            "soffice",
            ("FONTCONFIG_FILE", (fonts ?? FontSet.Own).WriteConfiguration(folder)),
            [
                "--headless",
                $"-env:UserInstallation=file://{folder.FullName}/profile",
                "--convert-to",
                to,
                "--outdir",
                made,
                .. files.Select(f => Path.Combine(folder.FullName, f.Name)),
            ]
        );
        return [.. files.Select(f => Path.Combine(made, Path.ChangeExtension(f.Name, to.Split(':')[0])))];
    }

    /// <summary>The text of a PDF, layout kept.</summary>
    public static string PdfText(string path)
    {
        if (!Has("pdftotext"))
            Assert.Skip("pdftotext is not on PATH: the pages were NOT read.");
        return Run("pdftotext", null, "-layout", path, "-");
    }

    private static string Run(string program, (string Name, string Value)? variable, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (variable is var (name, value))
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(300_000))
            process.Kill(entireProcessTree: true);
        return output;
    }

    private static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));

    private static void FillCustomer(ReportRow row, int i)
    {
        row.Text($"{i:D6}");
        row.Text(
            i % 11 == 5 ? "Shree Balaji Steel & Cement Trading Corporation of Maharashtra" : $"Ramesh Agencies & Co {i}"
        );
        row.Text(Regions[i % Regions.Length]);
        row.Money(PaiseOf(i), i % 9 == 4 ? CellTone.Bad : CellTone.None);
        row.Percent(i / 1000m, i % 6 == 2 ? CellTone.Good : CellTone.None);
        row.Whole(i * 3);
    }

    private static void FillInvoice(ReportRow row, int i)
    {
        row.Text($"SI/26-27/{i:D5}");
        row.Text($"Ramesh Agencies & Co {i % 50}");
        row.Text(Regions[i % Regions.Length]);
        row.Date(new DateOnly(2026, 4, 1).AddDays(i % 200));
        row.Date(i % 5 == 0 ? null : new DateOnly(2026, 5, 1).AddDays(i % 200));
        row.Money(PaiseOf(i));
        row.Money(PaiseOf(i) * 18 / 100);
        row.Decimal(i * 1.125m);
        row.Whole(i % 120, i % 120 > 90 ? CellTone.Warn : CellTone.None);
        row.DateTime(new DateTime(2026, 10, 31, 18, 30, 0, DateTimeKind.Utc).AddMinutes(i));
        row.Boolean(i % 8 == 0, i % 8 == 0 ? CellTone.Bad : CellTone.Muted);
        row.Text(i % 4 == 0 ? "credit note expected, see mail of 12 October" : null);
    }
}

/// <summary>Proves that a renderer never seeks, reads or closes.</summary>
internal sealed class ForwardOnlyStream(Stream inner) : Stream
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

    protected override void Dispose(bool disposing) => Assert.Fail("The output is the caller's to close.");
}

/// <summary>Counts how often a table was opened and disposed, and can break off.</summary>
internal sealed class WatchedSource(IRowSource inner, Action<int>? onRow = null) : IRowSource
{
    private int rows;

    public int Disposals { get; private set; }

    public ValueTask<bool> NextAsync(ReportRow row, CancellationToken ct)
    {
        onRow?.Invoke(++rows);
        return inner.NextAsync(row, ct);
    }

    public ValueTask DisposeAsync()
    {
        Disposals++;
        return inner.DisposeAsync();
    }
}
