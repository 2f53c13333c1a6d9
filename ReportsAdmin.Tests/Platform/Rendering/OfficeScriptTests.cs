using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Platform.Rendering.Docx;
using ReportsAdmin.Platform.Rendering.Excel;
using Xunit;
using static ReportsAdmin.Tests.Platform.Rendering.OoxmlSamples;

namespace ReportsAdmin.Tests.Platform.Rendering;

/// <summary>Word and Excel files name the fonts of every script, and other programs keep the text.</summary>
public sealed class OfficeScriptTests
{
    private static readonly string[] Sentences =
    [
        .. ScriptSamples.All.Select(s => s.Sentence),
        ScriptSamples.Latin,
        ScriptSamples.Symbols,
    ];

    public static TheoryData<string> Scripts => [.. ScriptSamples.All.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Word_is_told_the_font_and_the_language_of_a_script(string script)
    {
        var sample = ScriptSamples.Of(script);
        var (file, _) = await RenderAsync(
            new DocxRenderer(Brand),
            Document(new ParagraphBlock($"Paid: {sample.Sentence} by Asha"))
        );
        DocxRendererTests.AssertValid(file);
        Assert.Contains(
            $"<w:r><w:t xml:space=\"preserve\">Paid: </w:t></w:r><w:r><w:rPr><w:rFonts w:ascii=\"Nirmala UI\" w:hAnsi=\"Nirmala UI\" w:eastAsia=\"Nirmala UI\" w:cs=\"Nirmala UI\"/><w:cs/><w:lang w:val=\"{sample.Language}\" w:bidi=\"{sample.Language}\"/></w:rPr><w:t xml:space=\"preserve\">{sample.Sentence} </w:t></w:r><w:r><w:t>by Asha</w:t></w:r>",
            Part(file, "word/document.xml")
        );
        Assert.Contains($"Noto Sans {script}", Part(file, "word/fontTable.xml"));
    }

    [Fact]
    public async Task Word_is_told_the_font_of_symbols_and_nothing_about_plain_text()
    {
        var (file, _) = await RenderAsync(
            new DocxRenderer(Brand),
            Document(new ParagraphBlock("Done ✓"), new ParagraphBlock("₹1,250 – naïve"))
        );
        var xml = Part(file, "word/document.xml");
        Assert.Contains("<w:rFonts w:ascii=\"Segoe UI Symbol\"", xml);
        Assert.Contains("<w:r><w:t>₹1,250 – naïve</w:t></w:r>", xml);
    }

    [Fact]
    public async Task Excel_is_told_a_font_for_each_script_by_its_theme()
    {
        var (file, _) = await RenderAsync(new ExcelRenderer(Brand), Document(ScriptSamples.Table(Sentences)));
        ExcelRendererTests.AssertValid(file);
        var theme = Part(file, "xl/theme/theme1.xml");
        foreach (var script in (string[])["Deva", "Beng", "Guru", "Gujr", "Orya", "Taml", "Telu", "Knda", "Mlym"])
            Assert.Contains($"<a:font script=\"{script}\" typeface=\"Nirmala UI\"/>", theme);
        Assert.DoesNotContain("<family val=\"2\"/></font>", Part(file, "xl/styles.xml"));
    }

    [Fact]
    public async Task Charts_name_the_font_too()
    {
        var (file, _) = await RenderAsync(
            new DocxRenderer(Brand),
            ScriptSamples.Everywhere(ScriptSamples.Of("Tamil").Sentence)
        );
        DocxRendererTests.AssertValid(file);
        Assert.Contains("<a:cs typeface=\"Nirmala UI\"/></a:rPr>", Part(file, "word/charts/chart1.xml"));
    }

    [Theory]
    [InlineData("docx", "txt:Text (encoded):UTF8")]
    [InlineData("xlsx", "csv:Text - txt - csv (StarCalc):44,34,76")]
    public async Task LibreOffice_keeps_every_text(string extension, string to)
    {
        IReportRenderer renderer = extension == "docx" ? new DocxRenderer(Brand) : new ExcelRenderer(Brand);
        var (file, _) = await RenderAsync(renderer, Document(ScriptSamples.Table(Sentences)));
        var folder = Directory.CreateTempSubdirectory("reportsadmin-");
        try
        {
            var path = Convert(folder, file, extension, to);
            Assert.True(File.Exists(path), $"LibreOffice made nothing of the {extension}.");
            var text = await File.ReadAllTextAsync(path);
            Assert.All(Sentences, sentence => Assert.Contains(sentence, text, StringComparison.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
