using System.Text.Json;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Intake;
using ReportsAdmin.Features.Forms.Pages;
using ReportsAdmin.Features.Forms.Review;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.Forms;

/// <summary>Limits of a form and counts of its answers, on both databases.</summary>
public sealed class FormLimitTests
{
    public static TheoryData<TestProvider> Providers => [TestProvider.Sqlite, TestProvider.Postgres];

    [Theory, MemberData(nameof(Providers))]
    public async Task Of_many_that_come_at_once_only_as_many_are_taken_as_there_are_places(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var intake = fixture.Get<SubmissionCommands>();
        var id = await fixture
            .Get<FormCommands>()
            .CreateAsync(CurrentUser.System, Form() with { Publish = true, SubmissionLimit = 3 }, default);
        var forms = fixture.Get<FormQueries>();
        Assert.Equal([id], await ListedAsync(FormState.Open));
        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => TryAsync(intake, id)));
        Assert.Equal(3, results.Count(taken => taken));
        Assert.Equal(FormState.Closed, (await forms.RowAsync(CurrentUser.System, id, default)).State);
        Assert.Equal([id], await ListedAsync(FormState.Closed));
        Assert.Empty(await ListedAsync(FormState.Open));

        async Task<IEnumerable<int>> ListedAsync(FormState state)
        {
            var page = await forms.ListAsync(CurrentUser.System, null, state, new PageRequest(1, 10), default);
            return page.Rows.Select(r => r.Id);
        }
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Answers_are_counted_by_day_of_the_company_status_and_choice(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var (intake, analytics) = (fixture.Get<SubmissionCommands>(), fixture.Get<FormAnalytics>());
        var id = await fixture
            .Get<FormCommands>()
            .CreateAsync(CurrentUser.System, Form() with { Publish = true }, default);
        // 23:59 in India, and a minute after midnight there.
        fixture.Clock.Advance(new TimeSpan(12, 29, 0));
        var first = await SubmitAsync(
            intake,
            id,
            """{"pick":"Y","extras":["A","B"],"tick":true,"stars":4,"text":"\u0000x"}"""
        );
        fixture.Clock.Advance(TimeSpan.FromMinutes(2));
        await SubmitAsync(intake, id, """{"pick":"Y","extras":["B"],"tick":false,"stars":5}""");
        await SubmitAsync(intake, id, "{}");
        await intake.ReviewAsync(CurrentUser.System, first.Id, SubmissionStatus.Approved, null, default);

        var figures = await analytics.ReadAsync(CurrentUser.System, id, new SubmissionFilter(), default);
        Assert.Equal(3, figures.Total);
        Assert.Equal(
            (1, 2),
            (figures.Statuses[SubmissionStatus.Approved], figures.Statuses[SubmissionStatus.Submitted])
        );
        Assert.Equal([(new DateOnly(2026, 5, 15), 1), (new DateOnly(2026, 5, 16), 2)], figures.Days);
        var fields = figures.Fields.ToDictionary(f => f.Id);
        Assert.Equal([("X", 0), ("Y", 2)], fields["pick"].Choices);
        Assert.Equal([("A", 1), ("B", 2)], fields["extras"].Choices);
        Assert.Equal([("Yes", 1), ("No", 1)], fields["tick"].Choices);
        Assert.Equal((4.5m, 2), (fields["stars"].Average, fields["stars"].Answered));
        Assert.Equal((1, 0), (fields["text"].Answered, fields["text"].Choices.Count));

        var approved = await analytics.ReadAsync(
            CurrentUser.System,
            id,
            new SubmissionFilter(SubmissionStatus.Approved),
            default
        );
        Assert.Equal((1, 1), (approved.Total, approved.Fields.Single(f => f.Id == "pick").Answered));
        // Every figure is of what the filter leaves, whatever it asks for.
        var found = await analytics.ReadAsync(
            CurrentUser.System,
            id,
            new SubmissionFilter(Search: "\"stars\":5"),
            default
        );
        var picked = found.Fields.Single(f => f.Id == "pick");
        Assert.Equal((1, 1), (found.Total, picked.Answered));
        Assert.Equal([(new DateOnly(2026, 5, 16), 1)], found.Days);
        Assert.Equal([("X", 0), ("Y", 1)], picked.Choices);
        var nobody = await analytics.ReadAsync(
            CurrentUser.System,
            id,
            new SubmissionFilter(Email: "nobody@example.com"),
            default
        );
        Assert.Equal((0, 0), (nobody.Total, nobody.Fields.Sum(f => f.Answered + f.Choices.Sum(c => c.Count))));
        Assert.Empty(nobody.Days);
    }

    [Theory]
    [InlineData("[A-Z]{2}", "AB", null)]
    [InlineData("[A-Z]{2}", "ABC", "This is not in the format asked for.")]
    [InlineData("a|b", "ab", "This is not in the format asked for.")]
    [InlineData("^x$", "x", null)]
    [InlineData(
        "(?=x)(x+x+)+y",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "This could not be checked against the format asked for. Shorten it."
    )]
    public void A_pattern_matches_the_whole_answer_and_is_stopped_when_it_takes_too_long(
        string pattern,
        string text,
        string? problem
    )
    {
        var state = new FillState(Asking(pattern));
        state.Set("code", text);
        state.Check();
        Assert.Equal(problem, state.Shown[0].Entries[0].Fields[0].Problem);
    }

    [Theory]
    [InlineData("(")]
    [InlineData("a)|(b")]
    [InlineData("(?P<n>x)")]
    public void A_form_is_not_published_with_a_pattern_that_is_none(string pattern)
    {
        Assert.Contains("code", new BuilderState("T", null, Asking(pattern), 1).Faults.Keys);
        Assert.Contains("code", new BuilderState("T", null, Asking(new string('a', 501)), 1).Faults.Keys);
    }

    private static FormDefinition Asking(string pattern) =>
        new([new FormSection("s", "") { Fields = [new("code", "Code", FieldTypes.Text) { Pattern = pattern }] }]);

    private static NewForm Form() =>
        new(
            "Counted",
            null,
            new FormDefinition([
                new FormSection("s", "")
                {
                    Fields =
                    [
                        new("pick", "Pick", FieldTypes.Select) { Options = ["X", "Y"] },
                        new("extras", "Extras", FieldTypes.Checkbox) { Options = ["A", "B"] },
                        new("tick", "Tick", FieldTypes.Checkbox),
                        new("stars", "Stars", FieldTypes.Rating),
                        new("text", "Text", FieldTypes.Text),
                    ],
                },
            ])
        );

    private static async Task<bool> TryAsync(SubmissionCommands intake, int id)
    {
        try
        {
            await SubmitAsync(intake, id, "{}");
            return true;
        }
        catch (DomainException error) when (error.Kind == ErrorKind.Conflict)
        {
            return false;
        }
    }

    private static Task<SubmittedForm> SubmitAsync(SubmissionCommands intake, int id, string answers) =>
        intake.SubmitAsync(CurrentUser.System, id, JsonDocument.Parse(answers).RootElement, null, default);
}
