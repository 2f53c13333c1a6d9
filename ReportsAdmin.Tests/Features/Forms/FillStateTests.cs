using System.Text.Json.Nodes;
using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Pages;
using ReportsAdmin.Platform;
using Xunit;

namespace ReportsAdmin.Tests.Features.Forms;

/// <summary>A form being filled in, without a renderer.</summary>
public sealed class FillStateTests
{
    private static readonly FormDefinition Visit = new([
        new FormSection("site", "Site")
        {
            Fields =
            [
                new("name", "Name", FieldTypes.Text, Required: true),
                new("fault", "Fault?", FieldTypes.Radio) { Options = ["No", "Yes"] },
                new(
                    "what",
                    "What?",
                    FieldTypes.Text,
                    Required: true,
                    ShowWhen: new FormCondition("fault", FormCondition.Equal, "Yes")
                ),
                new("then", "And?", FieldTypes.Text, ShowWhen: new FormCondition("what", FormCondition.Answered)),
            ],
        },
        new FormSection("machines", "Machine", Repeat: new FormRepeat(1, 3))
        {
            Fields =
            [
                new("serial", "Serial", FieldTypes.Text, Required: true),
                new("hours", "Hours", FieldTypes.Number, Max: 100),
                new(
                    "why",
                    "Why so many?",
                    FieldTypes.Text,
                    ShowWhen: new FormCondition("hours", FormCondition.Greater, "50")
                ),
            ],
        },
    ]);

    private static IEnumerable<string> Places(FillState state) =>
        state.Shown.SelectMany(s => s.Entries.SelectMany(e => e.Fields)).Select(f => f.Place);

    [Fact]
    public void Conditions_show_and_hide_and_what_is_hidden_is_kept_but_not_sent()
    {
        var state = new FillState(Visit);
        Assert.DoesNotContain("what", Places(state));
        state.Set("fault", "Yes");
        state.Set("what", "Leak");
        Assert.Contains("then", Places(state));
        state.Set("fault", "No");
        // The second condition looks at an answer that is hidden now: it does not hold either.
        Assert.DoesNotContain("then", Places(state));
        Assert.False(state.ToAnswers().TryGetProperty("what", out _));
        state.Set("fault", "Yes");
        Assert.Equal("Leak", state.ToAnswers().GetProperty("what").GetString());
    }

    [Fact]
    public void A_condition_within_a_group_looks_at_its_own_entry()
    {
        var state = new FillState(Visit);
        state.AddEntry("machines");
        state.Set("machines[1].hours", "60");
        Assert.Contains("machines[1].why", Places(state));
        Assert.DoesNotContain("machines[0].why", Places(state));
    }

    [Fact]
    public void Groups_begin_with_the_least_and_end_at_the_most()
    {
        var state = new FillState(Visit);
        var group = state.Shown[1];
        Assert.Single(group.Entries);
        Assert.False(group.MayRemove);
        state.AddEntry("machines");
        state.AddEntry("machines");
        Assert.False(state.Shown[1].MayAdd);
        Assert.True(state.Shown[1].MayRemove);
    }

    [Fact]
    public void Removing_an_entry_keeps_the_answers_and_keys_of_the_others()
    {
        var state = new FillState(Visit);
        state.AddEntry("machines");
        state.Set("machines[0].serial", "A");
        state.Set("machines[1].serial", "B");
        var key = state.Shown[1].Entries[1].Key;
        state.RemoveEntry("machines", 0);
        Assert.Equal(key, Assert.Single(state.Shown[1].Entries).Key);
        Assert.Equal("B", state.ToAnswers().GetProperty("machines")[0].GetProperty("serial").GetString());
    }

    [Fact]
    public void Each_wrong_answer_has_its_message_until_it_is_changed()
    {
        var state = new FillState(Visit);
        state.Set("machines[0].hours", "500");
        Assert.False(state.Check());
        Assert.Equal("name", state.FirstProblem);
        Assert.Equal(3, state.ProblemCount);
        Assert.Equal("At most 100.", state.Shown[1].Entries[0].Fields.Single(f => f.Field.Id == "hours").Problem);
        state.Set("name", "Asha");
        Assert.Equal("machines[0].serial", state.FirstProblem);
        state.Set("machines[0].serial", "S-1");
        state.Set("machines[0].hours", "1,0");
        Assert.False(state.Check());
        Assert.Equal("machines[0].hours", state.FirstProblem);
        state.Set("machines[0].hours", "1.0");
        Assert.True(state.Check());
        Assert.Null(state.FirstProblem);
    }

    [Fact]
    public void What_is_sent_has_nothing_of_our_own()
    {
        var state = new FillState(Visit);
        state.Set("name", "Asha");
        state.Set("machines[0].serial", "S-1");
        Assert.Equal("""{"name":"Asha","machines":[{"serial":"S-1"}]}""", state.ToAnswers().GetRawText());
        Assert.True(state.Check());
    }

    [Fact]
    public void A_refusal_leaves_every_answer_and_what_belongs_to_no_field_is_said_apart()
    {
        var state = new FillState(Visit);
        state.Set("name", "Asha");
        state.Refuse(DomainException.NotFound("This link has been withdrawn."));
        Assert.Equal(["This link has been withdrawn."], state.OtherProblems);
        Assert.Null(state.FirstProblem);
        state.Refuse(DomainException.Invalid("name", "Too short."));
        Assert.Equal("name", state.FirstProblem);
        Assert.Equal("Asha", state.ToAnswers().GetProperty("name").GetString());
    }

    [Fact]
    public void What_the_browser_kept_comes_back_and_nonsense_is_an_empty_form()
    {
        var definition = new FormDefinition([
            .. Visit.Sections,
            new FormSection("files", "") { Fields = [new("photo", "Photo", FieldTypes.File)] },
        ]);
        var state = new FillState(definition);
        state.Set("name", "Asha");
        state.AddEntry("machines");
        state.Attach("photo", "abc", new AttachedFile("site.jpg", 12));
        var back = FillState.Unpack(definition, state.Pack());
        Assert.Equal(2, back.Shown[1].Entries.Count);
        Assert.Equal("site.jpg", back.FileOf("abc")!.Name);
        Assert.Equal(state.ToAnswers().GetRawText(), back.ToAnswers().GetRawText());
        foreach (var text in (string?[])[null, "", "{", "[]", "null", "{}"])
            Assert.False(FillState.Unpack(definition, text).ToAnswers().TryGetProperty("name", out _));
    }

    [Fact]
    public void The_preview_keeps_answers_when_the_draft_changes_even_the_kind_of_a_field()
    {
        var state = new FillState(Visit);
        state.Set("name", new JsonArray("A", "B"));
        state.Use(
            new FormDefinition([
                new FormSection("site", "Site")
                {
                    Fields = [new("name", "Name", FieldTypes.TextArea), new("more", "More", FieldTypes.Number)],
                },
            ])
        );
        Assert.Equal(["name", "more"], Places(state));
        Assert.Equal("""["A","B"]""", state.Shown[0].Entries[0].Fields[0].Answer!.ToJsonString());
    }

    [Fact]
    public void The_first_answered_email_says_whom_it_is_from()
    {
        var state = new FillState(
            new FormDefinition([
                new FormSection("s", "")
                {
                    Fields = [new("one", "One", FieldTypes.Email), new("two", "Two", FieldTypes.Email)],
                },
            ])
        );
        Assert.Null(state.Email);
        state.Set("two", "asha@example.com");
        Assert.Equal("asha@example.com", state.Email);
    }
}
