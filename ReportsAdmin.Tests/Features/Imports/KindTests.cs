using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;
using Columns = ReportsAdmin.Platform.Spreadsheets.Columns;
using Ooxml = DocumentFormat.OpenXml.Spreadsheet;

namespace ReportsAdmin.Tests.Features.Imports;

/// <summary>Every kind of upload: what it declares, its template and its sample.</summary>
public sealed class KindTests
{
    public static TheoryData<string> All =>
        [
            "outstanding",
            "distributors",
            "outlets",
            "products",
            "stock-ledger",
            "outlet-purchases",
            "visits",
            "visit-targets",
            "users",
            "training-events",
        ];

    [Fact]
    public async Task All_kinds_are_there_in_the_order_of_their_groups()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var kinds = fixture.Uploads.Kinds(CurrentUser.System);
        Assert.Equal(All.Select(k => k.Data), kinds.Select(k => k.Kind));
        Assert.All(kinds, k => Assert.Contains(k.Profile.Group, ImportProfile.Groups));
        // A sum that moves has amounts to add up and somebody who owes them.
        Assert.All(kinds.Where(k => k.Profile.Effect is not null), k =>
            Assert.True(k.Profile.Amount is not null && k.Profile.Party.Length > 0, k.Kind)
        );
    }

    [Theory, MemberData(nameof(All))]
    public async Task A_template_is_valid_names_every_column_and_protects_the_header_alone(string kind)
    {
        await using var fixture = await TestFixture.OpenAsync();
        using var file = new MemoryStream();
        fixture.Get<ImportTemplates>().WriteTemplate(CurrentUser.System, kind, file);
        using var document = SpreadsheetDocument.Open(new MemoryStream(file.ToArray()), isEditable: false);
        Assert.Empty(
            new OpenXmlValidator(FileFormatVersions.Office2019)
                .Validate(document)
                .Select(e => $"{e.Path?.XPath}: {e.Description}")
        );

        var fields = fixture
            .Uploads.Kinds(CurrentUser.System)
            .Single(k => k.Kind == kind)
            .Fields.Where(f => f.InTemplate)
            .ToList();
        var part = document.WorkbookPart!.WorksheetParts.First(p =>
            p.Uri.OriginalString.EndsWith("sheet1.xml", StringComparison.Ordinal)
        );
        var sheet = part.Worksheet!;
        var formats = document
            .WorkbookPart.WorkbookStylesPart!.Stylesheet!.CellFormats!.Elements<Ooxml.CellFormat>()
            .ToList();
        bool Locked(uint style) => formats[(int)style].Protection?.Locked?.Value ?? true;
        Assert.True(sheet.GetFirstChild<Ooxml.SheetProtection>()!.Sheet!.Value);
        Assert.Null(sheet.GetFirstChild<Ooxml.SheetProtection>()!.Password);
        var rows = sheet.GetFirstChild<Ooxml.SheetData>()!.Elements<Ooxml.Row>().ToList();
        Assert.Equal(fields.Count, rows[0].Elements<Ooxml.Cell>().Count());
        Assert.All(rows[0].Elements<Ooxml.Cell>(), c => Assert.True(Locked(c.StyleIndex!.Value)));
        Assert.All(rows[1].Elements<Ooxml.Cell>(), c => Assert.False(Locked(c.StyleIndex!.Value)));
        var columns = sheet.GetFirstChild<Ooxml.Columns>()!.Elements<Ooxml.Column>().ToList();
        Assert.All(columns, c => Assert.False(Locked(c.Style!.Value)));
        // What is typed into a column of codes stays text, with its zeros.
        Assert.All(fields.Select((f, i) => (f, i)).Where(x => x.f.Type == FieldType.Code), x =>
            Assert.Equal(49u, formats[(int)columns[x.i].Style!.Value].NumberFormatId!.Value)
        );
        Assert.Equal(fields.Count, part.WorksheetCommentsPart?.Comments?.CommentList?.ChildElements.Count);
        Assert.Equal(
            fields
                .Select((f, i) => (f, i))
                .Where(x => x.f.Choices is not null)
                .Select(x => Columns.Name(x.i))
                .Order(StringComparer.Ordinal),
            sheet
                .Descendants<Ooxml.DataValidation>()
                .SelectMany(v => (v.SequenceOfReferences?.InnerText ?? "").Split(' '))
                .Select(r => new string([.. r.TakeWhile(char.IsLetter)]))
                .Order(StringComparer.Ordinal)
        );
    }

    [Theory, MemberData(nameof(All))]
    public async Task A_sample_is_read_with_its_mistakes_and_no_other_question(string kind)
    {
        await using var fixture = await TestFixture.OpenAsync();
        using var file = new MemoryStream();
        fixture.Get<ImportTemplates>().WriteSample(CurrentUser.System, kind, 202604, file);
        var id = await fixture.Imports.StageNowAsync(
            CurrentUser.System,
            new NewUpload(kind, "sample.xlsx", 202604, 1),
            new MemoryStream(file.ToArray()),
            DateOrder.DayFirst,
            default
        );
        var details = await fixture.Uploads.DetailsAsync(CurrentUser.System, id, default);
        // The receivables' sample repeats a row, which only a person can judge.
        if (details.Questions is [{ Key: "repeated-rows", Default: { } once }])
            details = await fixture.AnswerAsync(
                id,
                new UploadAnswer(Answers: new Dictionary<string, string> { ["repeated-rows"] = once })
            );
        Assert.Equal((ImportState.Staged, null), (details.State, details.Failure));
        Assert.True(details.Counts.Errors > 0);
        Assert.DoesNotContain(details.Columns, c => c.Header.Length > 0 && c.Field is null);
    }

    [Fact]
    public async Task A_kind_that_is_the_whole_companys_belongs_to_no_department()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var id = await fixture.Imports.StageNowAsync(
            CurrentUser.System,
            new NewUpload("products", "p.xlsx", 202604, 1),
            new MemoryStream(Sheet.Of("Product Code|Product Name|Category", "P|N|C")),
            DateOrder.DayFirst,
            default
        );
        Assert.Equal(
            "All departments",
            (await fixture.Uploads.DetailsAsync(CurrentUser.System, id, default)).DepartmentName
        );
        Assert.Null(
            Assert
                .Single(
                    (
                        await fixture.Uploads.HistoryAsync(
                            CurrentUser.System,
                            "products",
                            null,
                            new PageRequest(1, 10),
                            default
                        )
                    ).Rows
                )
                .Total
        );
        Assert.Empty(
            (
                await fixture.Uploads.HistoryAsync(CurrentUser.System, "outlets", null, new PageRequest(1, 10), default)
            ).Rows
        );
    }
}
