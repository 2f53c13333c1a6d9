using ReportsAdmin.Features.Forms.Definition;
using ReportsAdmin.Features.Forms.Pages;
using Xunit;

namespace ReportsAdmin.Tests.Features.Forms;

/// <summary>The draft on the work bench, without a renderer.</summary>
public sealed class BuilderStateTests
{
    private static BuilderState Blank() => new("Visit", null, FormDefinition.Empty, 1);

    private static BuilderState With(params FormField[] fields) =>
        new("Visit", null, new FormDefinition([new FormSection("first", "") { Fields = fields }]), 1);

    [Fact]
    public void A_new_field_gets_its_id_from_its_first_label_and_keeps_it()
    {
        var state = Blank();
        state.AddField(FieldTypes.Text);
        state.Change(state.Field! with { Label = "Machine's serial no." });
        Assert.Equal("machine_s_serial_no", state.Selected);
        state.Change(state.Field! with { Label = "Serial" });
        Assert.Equal("machine_s_serial_no", state.Field!.Id);
    }

    [Fact]
    public void A_saved_field_never_changes_its_id()
    {
        var state = Blank();
        state.AddField(FieldTypes.Text);
        state.Saved(2);
        state.Change(state.Field! with { Label = "Customer" });
        Assert.Equal("short_text", state.Field!.Id);
        Assert.Equal(2, state.Revision);
        Assert.True(state.Dirty);
    }

    [Fact]
    public void Two_fields_with_one_label_have_two_ids()
    {
        var state = Blank();
        state.AddField(FieldTypes.Number);
        state.Duplicate("number");
        Assert.Equal(["number", "number_2"], state.Draft.Fields.Select(f => f.Id));
        Assert.Equal("number_2", state.Selected);
    }

    [Fact]
    public void Conditions_follow_a_field_that_gets_its_name_and_go_with_one_that_is_removed()
    {
        var state = Blank();
        state.AddField(FieldTypes.Radio);
        state.AddField(FieldTypes.Text);
        state.Change(
            state.Field! with
            {
                ShowWhen = new FormCondition("one_choice", FormCondition.Equal, "First choice"),
            }
        );
        state.Select("one_choice");
        state.Change(state.Field! with { Label = "Is there a fault?" });
        Assert.Equal("is_there_a_fault", state.Draft.Fields.Last().ShowWhen!.Field);
        state.Remove("is_there_a_fault");
        Assert.Null(Assert.Single(state.Draft.Fields).ShowWhen);
    }

    [Fact]
    public void A_field_moves_within_its_section_and_over_its_edge()
    {
        var state = new BuilderState(
            "Visit",
            null,
            new FormDefinition([
                new FormSection("a", "") { Fields = [new("x", "X", FieldTypes.Text), new("y", "Y", FieldTypes.Text)] },
                new FormSection("b", "B") { Fields = [new("z", "Z", FieldTypes.Text)] },
            ]),
            1
        );
        state.Move("x", 1);
        Assert.Equal(["y", "x"], state.Draft.Sections[0].Fields.Select(f => f.Id));
        state.Move("x", 1);
        Assert.Equal(["x", "z"], state.Draft.Sections[1].Fields.Select(f => f.Id));
        state.Move("x", -1);
        Assert.Equal(["y", "x"], state.Draft.Sections[0].Fields.Select(f => f.Id));
        state.Move("y", -1);
        Assert.Equal(["y", "x"], state.Draft.Sections[0].Fields.Select(f => f.Id));
        state.Move("b", -1);
        Assert.Equal(["b", "a"], state.Draft.Sections.Select(s => s.Id));
    }

    [Fact]
    public void A_dropped_field_goes_in_front_of_another_one_or_to_the_end_of_a_section()
    {
        var state = new BuilderState(
            "Visit",
            null,
            new FormDefinition([
                new FormSection("a", "") { Fields = [new("x", "X", FieldTypes.Text), new("y", "Y", FieldTypes.Text)] },
                new FormSection("b", "B") { Fields = [new("z", "Z", FieldTypes.Text)] },
            ]),
            1
        );
        state.Place("y", "a", "x");
        Assert.Equal(["y", "x"], state.Draft.Sections[0].Fields.Select(f => f.Id));
        state.Place("y", "b", null);
        Assert.Equal(["z", "y"], state.Draft.Sections[1].Fields.Select(f => f.Id));
        Assert.Equal("y", state.Selected);
        state.Place("y", "b", "y");
        state.Place("y", "nowhere", null);
        Assert.Equal(["z", "y"], state.Draft.Sections[1].Fields.Select(f => f.Id));
        state.AddField(FieldTypes.Date, "b", "z");
        Assert.Equal(["date", "z", "y"], state.Draft.Sections[1].Fields.Select(f => f.Id));
        state.PlaceSection("b", "a");
        Assert.Equal(["b", "a"], state.Draft.Sections.Select(s => s.Id));
        state.PlaceSection("b", null);
        Assert.Equal(["a", "b"], state.Draft.Sections.Select(s => s.Id));
    }

    [Fact]
    public void Changes_are_undone_and_redone_until_the_draft_is_saved()
    {
        var state = With(new FormField("a", "A", FieldTypes.Text), new FormField("b", "B", FieldTypes.Text));
        state.Edit(() => state.Title = "Other");
        state.Edit(() => state.Remove("a"));
        state.Edit(() => state.Select("b"));
        state.Undo();
        Assert.Equal(["a", "b"], state.Draft.Fields.Select(f => f.Id));
        state.Undo();
        Assert.Equal("Visit", state.Title);
        Assert.False(state.CanUndo);
        Assert.False(state.Dirty);
        state.Redo();
        state.Redo();
        Assert.Equal(["b"], state.Draft.Fields.Select(f => f.Id));
        Assert.False(state.CanRedo);
        state.Undo();
        state.Edit(() => state.Move("a", 1));
        Assert.False(state.CanRedo);
        state.Saved(2);
        Assert.False(state.CanUndo);
    }

    [Fact]
    public void Unsaved_changes_that_the_browser_kept_come_back_with_their_revision()
    {
        var state = Blank();
        Assert.Equal("", state.Pack());
        state.Edit(() => state.AddField(FieldTypes.Date));
        var kept = state.Pack();
        var later = new BuilderState("Visit", null, FormDefinition.Empty, 2);
        Assert.True(later.Unpack(kept));
        Assert.Equal(["date"], later.Draft.Fields.Select(f => f.Id));
        Assert.Equal(1, later.Revision);
        later.Undo();
        Assert.False(later.Dirty);
        Assert.False(later.Unpack("not JSON"));
        Assert.False(later.Unpack(null));
        later.Title = "Edited here";
        Assert.False(later.Unpack(kept));
    }

    [Fact]
    public void A_field_whose_naming_was_undone_gets_its_id_from_its_next_label()
    {
        var state = Blank();
        state.Edit(() => state.AddField(FieldTypes.Text));
        state.Edit(() => state.Change(state.Field! with { Label = "Customer" }));
        state.Undo();
        Assert.Equal("short_text", state.Selected);
        state.Edit(() => state.Change(state.Field! with { Label = "Site" }));
        Assert.Equal("site", state.Selected);
    }

    [Fact]
    public void The_last_section_stays_and_another_goes_with_its_fields_and_their_conditions()
    {
        var state = With(new FormField("a", "A", FieldTypes.Text));
        state.Remove("first");
        Assert.Single(state.Draft.Sections);
        state.AddSection();
        state.AddField(FieldTypes.Text);
        state.Change(state.Field! with { Label = "B", ShowWhen = new FormCondition("a", FormCondition.Answered) });
        state.Remove("first");
        Assert.Null(Assert.Single(state.Draft.Fields).ShowWhen);
    }

    [Fact]
    public void Faults_stand_at_their_field_and_go_when_it_is_mended()
    {
        var state = With(new FormField("a", "A", FieldTypes.Text), new FormField("b", "B", FieldTypes.Select));
        Assert.Equal("'B' needs options to choose from.", state.Faults["b"]);
        state.Select("b");
        state.Change(state.Field! with { Options = ["One"] });
        Assert.Empty(state.Faults);
    }

    [Fact]
    public void A_condition_is_offered_what_stands_before_outside_other_groups()
    {
        var state = new BuilderState(
            "Visit",
            null,
            new FormDefinition([
                new FormSection("one", "") { Fields = [new("a", "A", FieldTypes.Text)] },
                new FormSection("group", "Machine", Repeat: new FormRepeat(1, 3))
                {
                    Fields = [new("b", "B", FieldTypes.Text), new("c", "C", FieldTypes.Text)],
                },
                new FormSection("three", "") { Fields = [new("d", "D", FieldTypes.Text)] },
            ]),
            1
        );
        Assert.Equal(["a", "b"], state.Before("c").Select(f => f.Id));
        Assert.Equal(["a"], state.Before("d").Select(f => f.Id));
        Assert.Equal(["a"], state.Before("group").Select(f => f.Id));
        Assert.Empty(state.Before("a"));
    }

    [Fact]
    public void What_was_changed_back_is_not_unsaved()
    {
        var state = With(new FormField("a", "A", FieldTypes.Text));
        state.Title = "Other";
        Assert.True(state.Dirty);
        state.Title = "Visit";
        state.Select("a");
        state.Change(state.Field! with { Required = true });
        state.Change(state.Field! with { Required = false });
        Assert.False(state.Dirty);
    }

    [Fact]
    public void The_changes_against_what_is_published_are_told_by_field()
    {
        var published = new FormDefinition([
            new FormSection("s", "Site")
            {
                Fields =
                [
                    new("a", "A", FieldTypes.Text),
                    new("b", "B", FieldTypes.Number, Max: 5),
                    new("gone", "Gone", FieldTypes.Text),
                ],
            },
        ]);
        var draft = new FormDefinition([
            new FormSection("s", "Place")
            {
                Fields =
                [
                    new("a", "A", FieldTypes.Text, Required: true),
                    new("b", "B", FieldTypes.Number, Max: 9),
                    new("n", "New", FieldTypes.Date),
                ],
            },
        ]);
        Assert.Equal(
            [
                "changed Place title",
                "changed A now required",
                "changed B limits",
                "added New Date",
                "removed Gone answers given so far stay",
            ],
            FormDiff.Of(published, draft).Select(c => $"{c.Kind} {c.Label} {c.What}")
        );
        Assert.Empty(FormDiff.Of(draft, FormDefinition.FromJson(draft.ToJson())));
        Assert.Equal(
            "Order",
            Assert
                .Single(
                    FormDiff.Of(
                        draft,
                        new FormDefinition([
                            draft.Sections[0] with
                            {
                                Fields = [.. draft.Sections[0].Fields.Reverse()],
                            },
                        ])
                    )
                )
                .Label
        );
    }
}
