using ReportsAdmin.Features.Reports.Api;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Tests.Support;
using Xunit;
using Format = ReportsAdmin.Platform.Rendering.ReportFormat;

namespace ReportsAdmin.Tests.Features.Training;

/// <summary>What reports say while no upload has their data, and that every format renders them once it has.</summary>
public sealed class TrainingGapTests
{
    public static TheoryData<string> MoreTypes => [.. TrainingBook.MoreTypes];

    [Theory, EachDatabase]
    public async Task Without_data_they_say_what_is_lacking_and_are_empty(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        foreach (var type in TrainingBook.MoreTypes)
        {
            var lacking = await LackingAsync(fixture, type);
            Assert.StartsWith("No ", lacking, StringComparison.Ordinal);
            var document = await TrainingBook.ReportAsync(fixture, type, new ReportRequest());
            Assert.Equal(lacking, Assert.IsType<ParagraphBlock>(document.Blocks[0]).Text);
            Assert.All(document.Blocks.OfType<TableBlock>(), t => Assert.Equal(0, t.Rows));
        }

        await TrainingBook.UploadAsync(fixture, TrainingBook.SheetOf(TrainingBook.Random(16, 60)));
        Assert.Equal(
            [
                null,
                null,
                null,
                null,
                "No upload names programs yet; add the column Program to the training sheet.",
                "No upload names instructors yet; add the column Instructor to the training sheet.",
                "No upload says how long certificates are valid yet; add the column Valid Until to the training sheet.",
            ],
            await Task.WhenAll(TrainingBook.MoreTypes.Select(t => LackingAsync(fixture, t)))
        );
        var lookups = await fixture.Get<LookupQueries>().OfAsync(CurrentUser.System, "report-type", default);
        Assert.EndsWith(
            "No upload names instructors yet; add the column Instructor to the training sheet.",
            lookups.Single(l => l.Value == "instructor-workload").Description!,
            StringComparison.Ordinal
        );

        await TrainingBook.UploadAsync(fixture, TrainingBook.FullSheetOf(TrainingBook.Random(17, 60)));
        foreach (var type in TrainingBook.MoreTypes)
            Assert.Null(await LackingAsync(fixture, type));
    }

    [Theory, MemberData(nameof(MoreTypes))]
    public async Task Every_format_renders_the_rows(string type)
    {
        await using var fixture = await TestFixture.OpenAsync();
        await TrainingBook.UploadAsync(fixture, TrainingBook.FullSheetOf(TrainingBook.Random(18, 120)));
        var document = await TrainingBook.ReportAsync(fixture, type, new ReportRequest());
        foreach (var format in Format.All)
        {
            using var output = new MemoryStream();
            await fixture.Get<ReportRenderers>().RenderAsync(document, format, output, null, default);
            Assert.True(output.Length > 0, format.Key);
        }
    }

    private static Task<string?> LackingAsync(TestFixture fixture, string type) =>
        fixture.Get<ReportCatalog>().Find(type)!.LackingAsync(CurrentUser.System, default);
}
