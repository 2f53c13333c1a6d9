using System.Text.Json;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Pages;
using ReportsAdmin.Platform;
using Xunit;

namespace ReportsAdmin.Tests.Features.Forms;

/// <summary>Pattern, default value, limits and closing date in the form builder and in the form that is filled in.</summary>
public sealed class FieldSettingsTests : BunitContext
{
    private readonly List<FormField> changes = [];

    public FieldSettingsTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Render<MudPopoverProvider>();
    }

    [Fact]
    public void A_text_question_has_a_pattern_with_its_message_and_a_default()
    {
        var panel = Open(new FormField("code", "Code", FieldTypes.Text) { Pattern = "[A-Z]+" });
        Labelled(panel, "Pattern").Change(" [0-9]{4} ");
        Labelled(panel, "Message if it does not match").Change("Four digits");
        Labelled(panel, "Default value").Change("0000");
        Labelled(panel, "Default value").Change(" ");
        Assert.Equal(["[0-9]{4}", "[A-Z]+", "[A-Z]+", "[A-Z]+"], changes.Select(c => c.Pattern));
        Assert.Equal(("Four digits", "0000"), (changes[1].PatternMessage, changes[2].Default?.GetString()));
        Assert.Null(changes[3].Default);
    }

    [Fact]
    public void A_day_has_its_first_and_last_and_a_number_no_pattern()
    {
        var day = Open(new FormField("day", "Day", FieldTypes.Date));
        day.Find("#bld-earliest").Change("05 Mar 2026");
        day.Find("#bld-latest").Change("06 Mar 2026");
        day.Find("#bld-default").Change("05 Mar 2026");
        Assert.Equal(
            ("2026-03-05", "2026-03-06", "2026-03-05"),
            (changes[0].Earliest, changes[1].Latest, changes[2].Default?.GetString())
        );
        var number = Open(new FormField("n", "N", FieldTypes.Number));
        Assert.DoesNotContain(number.FindAll("label"), l => l.TextContent == "Pattern");
        Assert.Contains(number.FindAll("label"), l => l.TextContent == "Default value");
    }

    [Fact]
    public void Defaults_fill_a_new_form_and_each_new_entry_but_not_answers_that_are_edited()
    {
        var definition = new FormDefinition([
            new FormSection("s", "")
            {
                Fields =
                [
                    new("name", "Name", FieldTypes.Text) { Default = Json("\"Asha\"") },
                    new("n", "N", FieldTypes.Number) { Default = Json("\"12\"") },
                    new("odd", "Odd", FieldTypes.Number) { Default = Json("\"many\"") },
                ],
            },
            new FormSection("items", "Items", Repeat: new FormRepeat(1, 3))
            {
                Fields = [new("what", "What", FieldTypes.Text) { Default = Json("\"Pump\"") }],
            },
        ]);
        var fresh = new FillState(definition);
        fresh.AddEntry("items");
        Assert.Equal(
            """{"name":"Asha","n":12,"items":[{"what":"Pump"},{"what":"Pump"}]}""",
            fresh.ToAnswers().GetRawText()
        );
        Assert.True(fresh.Check());
        Assert.DoesNotContain("Asha", new FillState(definition, []).ToAnswers().GetRawText());
    }

    [Theory]
    [InlineData("", "", null, null)]
    [InlineData("1,000", "2026-03-05", 1000, "2026-03-05T18:30:00Z")]
    [InlineData("3", "2026-03-05T18:00", 3, "2026-03-05T12:30:00Z")]
    public void Limits_are_read_by_the_company_clock(string limit, string closes, int? submissions, string? at)
    {
        var clock = new BusinessClock(TimeProvider.System);
        var state = new FormLimitsState(Row(null), clock) { Limit = limit, Closes = closes };
        var update = state.Read(clock);
        Assert.Equal(submissions, update.SubmissionLimit!.Value.Value);
        Assert.Equal(at, update.ClosesAt!.Value.Value?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"));
        Assert.Equal(closes, new FormLimitsState(Row(update.ClosesAt!.Value.Value), clock).Closes);
        Assert.Equal(limit.Length > 0, state.Dirty);
    }

    [Theory]
    [InlineData("0", "")]
    [InlineData("many", "")]
    [InlineData("", "T18:00")]
    public void Limits_that_cannot_be_read_are_named(string limit, string closes)
    {
        var clock = new BusinessClock(TimeProvider.System);
        var state = new FormLimitsState(Row(null), clock) { Limit = limit, Closes = closes };
        Assert.Single(Assert.Throws<DomainException>(() => state.Read(clock)).Fields);
    }

    [Fact]
    public void The_formats_of_the_automatic_report_are_chosen_one_by_one()
    {
        var state = new AutomationState(new AutomationSettings());
        state.Make("docx", false);
        Assert.Equal(("pdf,excel", true), (state.Settings.Formats, state.Dirty));
        state.Make("pdf", false);
        state.Make("excel", false);
        Assert.Throws<DomainException>(() => state.Settings.Check());
        state.Make("docx", true);
        Assert.True(state.Makes("docx"));
    }

    private static FormRow Row(DateTime? closesAt) =>
        new(1, "T", null, true, false, 1, false, 0, 0, 1, "", default, default, null, true, FormDefinition.Empty)
        {
            ClosesAt = closesAt,
        };

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private IRenderedComponent<FieldPanel> Open(FormField field)
    {
        return Render<FieldPanel>(p =>
            p.Add(f => f.Field, field).Add(f => f.Before, []).Add(f => f.Changed, changes.Add)
        );
    }

    private static AngleSharp.Dom.IElement Labelled(IRenderedComponent<FieldPanel> panel, string label)
    {
        var text = panel.FindAll("label").First(l => l.TextContent == label);
        return panel.Find($"#{text.GetAttribute("for")}");
    }
}
