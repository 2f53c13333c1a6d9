using System.Text.RegularExpressions;
using ReportsAdmin.Platform.Rendering;
using UglyToad.PdfPig;
using Xunit;

namespace ReportsAdmin.Tests.Platform.Rendering;

/// <summary>PDFs in every script of the company: shaped, copied as they were written, with only the fonts that they need.</summary>
public sealed partial class PdfScriptTests
{
    public static TheoryData<string> Scripts => [.. ScriptSamples.All.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Pdftotext_gives_back_what_was_written(string script)
    {
        var sentence = ScriptSamples.Of(script).Sentence;
        var (file, report) = await PdfFiles.RenderAsync(ScriptSamples.Everywhere(sentence));
        Assert.Empty(report.Warnings);
        var text = WithoutSpace(await PdfFiles.AskAsync(file, "pdftotext", "-raw", "@", "-"));
        // Title, heading, paragraph, label, figure, note, head and cell, and what the chart has room for.
        Assert.InRange(Regex.Count(text, Regex.Escape(WithoutSpace(sentence))), 7, 20);
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task PdfPig_gives_back_what_was_written_from_the_glyphs_alone(string script)
    {
        var sentence = ScriptSamples.Of(script).Sentence;
        var (file, _) = await PdfFiles.RenderAsync(
            PdfSamples.Of(new HeadingBlock(sentence), new ParagraphBlock(sentence), ScriptSamples.Table(sentence))
        );
        using var pdf = PdfDocument.Open(file);
        var text = WithoutSpace(string.Concat(pdf.GetPages().SelectMany(p => p.Letters).Select(l => l.Value)));
        Assert.InRange(Regex.Count(text, Regex.Escape(WithoutSpace(sentence))), 3, 5);
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task The_fonts_of_the_script_are_embedded_as_subsets_and_no_others(string script)
    {
        var (file, _) = await PdfFiles.RenderAsync(ScriptSamples.Everywhere(ScriptSamples.Of(script).Sentence));
        Assert.Equal(
            ["NotoSans-Bold", "NotoSans-Regular", $"NotoSans{script}-Bold", $"NotoSans{script}-Regular"],
            await FontsAsync(file)
        );
        Assert.InRange(file.Length, 5_000, 120_000);
        Assert.Contains(
            "No syntax or stream encoding errors found",
            await PdfFiles.AskAsync(file, "qpdf", "--check", "@")
        );
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Letters_that_join_are_one_sign(string script)
    {
        var pdf = await PdfFiles.ReadAsync(PdfSamples.Of(new ParagraphBlock(ScriptSamples.Of(script).Conjunct)));
        var span = Spans().Matches(pdf.Content(0)).Single(m => PdfReading.FromHex(m.Groups[1].Value).Length == 3);
        var glyphs = Regex.Matches(span.Groups[2].Value, "<([0-9A-F]+)>Tj").Sum(m => m.Groups[1].Length / 4);
        Assert.InRange(glyphs, 1, 2);
    }

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task A_word_longer_than_a_line_is_broken_between_signs(string script)
    {
        var conjunct = ScriptSamples.Of(script).Conjunct;
        var pdf = await PdfFiles.ReadAsync(
            PdfSamples.Of(new ParagraphBlock(string.Concat(Enumerable.Repeat(conjunct, 300))))
        );
        var lines = Spans().Matches(pdf.Content(0)).Select(m => PdfReading.FromHex(m.Groups[1].Value)).ToList();
        Assert.True(lines.Count > 2);
        Assert.Equal(300 * conjunct.Length, lines.Sum(l => l.Length));
        Assert.All(lines, l => Assert.Equal("", l.Replace(conjunct, "", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_page_of_all_scripts_and_symbols_has_every_text()
    {
        var (file, _) = await PdfFiles.RenderAsync(ScriptSamples.Page());
        var text = WithoutSpace(await PdfFiles.AskAsync(file, "pdftotext", "-raw", "@", "-"));
        Assert.All(
            [.. ScriptSamples.All.Select(s => s.Sentence), ScriptSamples.Latin, ScriptSamples.Symbols],
            sentence => Assert.Contains(WithoutSpace(sentence), text, StringComparison.Ordinal)
        );
        if (Environment.GetEnvironmentVariable("REPORTSADMIN_KEEP") is { Length: > 0 } folder)
            await File.WriteAllBytesAsync(Path.Combine(folder, "scripts.pdf"), file);
    }

    [Fact]
    public async Task Latin_with_diacritics_takes_the_main_font_alone_also_where_marks_are_letters_of_their_own()
    {
        var (file, report) = await PdfFiles.RenderAsync(
            PdfSamples.Of(new ParagraphBlock(ScriptSamples.Latin + " Cafe\u0301 n\u0303"))
        );
        Assert.Empty(report.Warnings);
        Assert.Equal(["NotoSans-Bold", "NotoSans-Regular"], await FontsAsync(file));
        Assert.Contains(
            WithoutSpace(ScriptSamples.Latin + "Cafe\u0301 n\u0303"),
            WithoutSpace(await PdfFiles.AskAsync(file, "pdftotext", "-raw", "@", "-"))
        );
    }

    [Fact]
    public async Task Symbols_take_a_font_that_has_them()
    {
        var (file, report) = await PdfFiles.RenderAsync(PdfSamples.Of(new ParagraphBlock(ScriptSamples.Symbols)));
        Assert.Empty(report.Warnings);
        Assert.Equal(
            ["NotoSans-Bold", "NotoSans-Regular", "NotoSansMath-Regular", "NotoSansSymbols2-Regular"],
            await FontsAsync(file)
        );
        Assert.Contains(
            WithoutSpace(ScriptSamples.Symbols),
            WithoutSpace(await PdfFiles.AskAsync(file, "pdftotext", "-raw", "@", "-"))
        );
    }

    [Theory]
    [InlineData("Bengali", "টাকা দিয়েছেন। টাকা॥")]
    [InlineData("Gurmukhi", "ਭੁਗਤਾਨ ।")]
    public async Task A_danda_has_the_font_of_the_text_before_it(string script, string text)
    {
        var (file, _) = await PdfFiles.RenderAsync(PdfSamples.Of(new ParagraphBlock(text)));
        Assert.Equal(["NotoSans-Bold", "NotoSans-Regular", $"NotoSans{script}-Regular"], await FontsAsync(file));
    }

    [Fact]
    public async Task A_character_that_no_font_has_is_a_box_a_warning_and_a_line_of_the_document()
    {
        const string Text = "Sumer \U00012000 and smile \U0001F600 \U0001F600";
        var (file, report) = await PdfFiles.RenderAsync(PdfSamples.Of(new ParagraphBlock(Text)));
        Assert.Equal(
            ["No font has these characters, so they are shown as boxes: \U00012000 (U+12000), \U0001F600 (U+1F600)."],
            report.Warnings
        );
        var pdf = new PdfReading(file);
        Assert.Equal(3, Regex.Count(pdf.Content(0), "<0000>Tj"));
        Assert.EndsWith(
            "Some characters of this report are shown as boxes, because no font here has them: U+12000, U+1F600.",
            pdf.Text(0).TrimEnd()
        );
    }

    [Fact]
    public async Task Nothing_is_said_of_boxes_where_there_are_none()
    {
        var pdf = await PdfFiles.ReadAsync(PdfSamples.Everything());
        Assert.DoesNotContain("shown as boxes", pdf.AllText());
    }

    private static async Task<IEnumerable<string>> FontsAsync(byte[] file)
    {
        var lines = (await PdfFiles.AskAsync(file, "pdffonts", "@"))
            .Split('\n')
            .Skip(2)
            .Where(l => l.Length > 0)
            .ToList();
        Assert.All(lines, l => Assert.Matches(@"^[A-Z]{6}\+NotoSans\S* +CID TrueType +Identity-H +yes yes yes", l));
        return lines.Select(l => l.Split('+', ' ')[1]).Order(StringComparer.Ordinal);
    }

    private static string WithoutSpace(string text) => Blank().Replace(text, "");

    // The joiner is what a glyph beyond the letters of its sign gives.
    [GeneratedRegex(@"[\s\u2060]")]
    private static partial Regex Blank();

    [GeneratedRegex(@"ActualText <FEFF([0-9A-F]+)>>>BDC\n(.*?)EMC", RegexOptions.Singleline)]
    private static partial Regex Spans();
}
