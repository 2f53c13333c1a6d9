using System.Text.Json;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Export;
using ReportsAdmin.Features.Forms.Intake;
using ReportsAdmin.Features.Forms.Review;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Tests.Contract;
using ReportsAdmin.Tests.Support;
using Xunit;
using Format = ReportsAdmin.Platform.Rendering.ReportFormat;

namespace ReportsAdmin.Tests.Features.Forms;

/// <summary>Submissions over several versions of a form, in one sheet: every answer in its column, also those of fields that are gone.</summary>
public sealed class FormExportTests
{
    public static TheoryData<TestProvider> Providers => [TestProvider.Sqlite, TestProvider.Postgres];

    private static FormField Text(string id, string label) => new(id, label, FieldTypes.Text);

    [Theory, MemberData(nameof(Providers))]
    public async Task A_thousand_submissions_keep_every_answer(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var (forms, intake) = (fixture.Get<FormCommands>(), fixture.Get<SubmissionCommands>());
        var group = new FormSection("items", "Items", Repeat: new FormRepeat(0, 5))
        {
            Fields = [Text("what", "What"), new("price", "Price", FieldTypes.Number)],
        };
        var first = new FormDefinition([
            new FormSection("s", "")
            {
                Fields = [Text("a", "Alpha"), Text("b", "Beta"), new("n", "Count", FieldTypes.Number)],
            },
            group,
        ]);
        var second = new FormDefinition([
            new FormSection("s", "")
            {
                Fields = [Text("c", "Beta"), Text("a", "Alpha renamed"), new("n", "Count", FieldTypes.Number)],
            },
            group,
        ]);
        var id = await forms.CreateAsync(CurrentUser.System, new NewForm("Many", null, first, Publish: true), default);
        var answers = new Dictionary<int, Dictionary<string, string>>();
        for (var i = 0; i < 1_000; i++)
        {
            if (i == 600)
            {
                await forms.SaveAsync(CurrentUser.System, id, "Many", null, second, 1, default);
                Assert.Equal(2, await forms.PublishAsync(CurrentUser.System, id, 2, default));
            }

            var given = new Dictionary<string, string>
            {
                ["a"] = $"=alpha{i}",
                [i < 600 ? "b" : "c"] = $"भारत {i} ₹",
                ["n"] = $"{i}",
            };
            var items = Enumerable.Range(0, i % 3).Select(k => new { what = $"w{i}.{k}", price = i + k }).ToArray();
            var taken = await intake.SubmitAsync(
                CurrentUser.System,
                id,
                JsonSerializer.SerializeToElement(
                    given.ToDictionary(g => g.Key, g => (object)g.Value).Append(new("items", items)).ToDictionary()
                ),
                null,
                default
            );
            answers[taken.Id] = given;
        }

        using var output = new MemoryStream();
        await fixture
            .Get<ReportRenderers>()
            .RenderAsync(
                await fixture
                    .Get<FormExports>()
                    .BuildAsync(CurrentUser.System, id, new FormExport([id], new SubmissionFilter()), default),
                Format.Excel,
                output,
                null,
                default
            );
        var rows = FormsContractTests.RowsOf(output.ToArray(), "Form Submissions");
        var head = rows.FindIndex(r => Equals(r[0], "ID"));
        Assert.Equal(["Beta", "Alpha renamed", "Count", "Beta (b)"], rows[head].Skip(8));
        var data = rows.Skip(head + 1).Where(r => r[0] is double).ToDictionary(r => (int)(double)r[0]!);
        Assert.Equal(answers.Keys.Order(), data.Keys.Order());
        foreach (var (submission, given) in answers)
        {
            var row = data[submission];
            Assert.Equal(
                (
                    given.GetValueOrDefault("c"),
                    given["a"],
                    double.Parse(given["n"], System.Globalization.CultureInfo.InvariantCulture),
                    given.GetValueOrDefault("b")
                ),
                (row[8], row[9], row[10], row[11])
            );
        }

        var entries = FormsContractTests.RowsOf(output.ToArray(), "Items").Where(r => r[0] is double).ToList();
        Assert.Equal(Enumerable.Range(0, 1_000).Sum(i => i % 3), entries.Count);
        Assert.Contains(entries, r => Equals(r[2], "w998.1") && Equals(r[3], 999.0));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Edits_note_what_changed_and_late_ones_are_refused(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var (forms, intake, queries) = (
            fixture.Get<FormCommands>(),
            fixture.Get<SubmissionCommands>(),
            fixture.Get<SubmissionQueries>()
        );
        var id = await forms.CreateAsync(
            CurrentUser.System,
            new NewForm(
                "One",
                null,
                new FormDefinition([
                    new FormSection("s", "")
                    {
                        Fields = [Text("a", "Alpha"), new("n", "Count", FieldTypes.Number, Required: true)],
                    },
                ]),
                Publish: true
            ),
            default
        );
        var submission = (
            await intake.SubmitAsync(CurrentUser.System, id, Json("""{"a":"x","n":1}"""), null, default)
        ).Id;
        await intake.EditAsync(CurrentUser.System, submission, Json("""{"a":"y","n":1}"""), 1, "Typing error", default);
        var late = await Assert.ThrowsAsync<DomainException>(() =>
            intake.EditAsync(CurrentUser.System, submission, Json("""{"a":"z","n":1}"""), 1, null, default)
        );
        Assert.Equal(ErrorKind.Conflict, late.Kind);
        Assert.Contains(
            "n",
            (
                await Assert.ThrowsAsync<DomainException>(() =>
                    intake.EditAsync(CurrentUser.System, submission, Json("""{"a":"z"}"""), 2, null, default)
                )
            )
                .Fields
                .Keys
        );
        await Assert.ThrowsAsync<DomainException>(() =>
            intake.ReviewAsync(CurrentUser.System, submission, SubmissionStatus.Rejected, " ", default)
        );
        await intake.ReviewAsync(CurrentUser.System, submission, SubmissionStatus.Rejected, "Wrong site", default);
        await intake.CommentAsync(CurrentUser.System, submission, "Called them", default);
        var details = await queries.DetailsAsync(CurrentUser.System, submission, default);
        Assert.Equal(["comment", "status", "edit"], details.Events.Select(e => e.Kind));
        Assert.Equal(new AnswerChange("Alpha", "x", "y"), Assert.Single(details.Events[2].Changes));
        Assert.Equal((SubmissionStatus.Rejected, 2), (details.Row.Status, details.Revision));
        Assert.Equal(
            1,
            (
                await queries.ListAsync(
                    CurrentUser.System,
                    id,
                    new SubmissionFilter(SubmissionStatus.Rejected, Search: "Y"),
                    new PageRequest(1, 10),
                    default
                )
            ).Total
        );

        await using var db = fixture.Contexts.CreateDbContext();
        var outsider = new CurrentUser(
            999,
            "Other",
            RoleNames.Manager,
            new HashSet<string> { FormCommands.MakePermission, FormQueries.ReadPermission },
            Scope.Everything
        );
        Assert.Equal(
            ErrorKind.Forbidden,
            (await Assert.ThrowsAsync<DomainException>(() => queries.DetailsAsync(outsider, submission, default))).Kind
        );
        Assert.Equal(
            ErrorKind.Forbidden,
            (
                await Assert.ThrowsAsync<DomainException>(() =>
                    queries.ListAsync(outsider, id, new SubmissionFilter(), new PageRequest(1, 10), default)
                )
            ).Kind
        );
    }

    [Fact]
    public async Task A_schedule_fires_and_a_bad_one_is_refused()
    {
        await using var fixture = await TestFixture.OpenAsync();
        var forms = fixture.Get<FormCommands>();
        var id = await forms.CreateAsync(
            CurrentUser.System,
            new NewForm(
                "One",
                null,
                new FormDefinition([new FormSection("s", "") { Fields = [Text("a", "Alpha")] }]),
                Publish: true
            ),
            default
        );
        Assert.Contains(
            "cron",
            (
                await Assert.ThrowsAsync<DomainException>(() =>
                    forms.AutomateAsync(CurrentUser.System, id, new AutomationSettings(Cron: "never"), default)
                )
            )
                .Fields
                .Keys
        );
        await forms.AutomateAsync(CurrentUser.System, id, new AutomationSettings(Cron: "0 9 * * 1"), default);
        Assert.Equal(
            "0 9 * * 1",
            (await fixture.Get<FormQueries>().DetailsAsync(CurrentUser.System, id, default)).AutomationSettings.Cron
        );
        await forms.AutomateAsync(CurrentUser.System, id, new AutomationSettings(), default);
        await forms.DeleteAsync(CurrentUser.System, id, default);
        await Assert.ThrowsAsync<DomainException>(() =>
            fixture.Get<FormQueries>().DetailsAsync(CurrentUser.System, id, default)
        );
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
