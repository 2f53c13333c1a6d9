using ReportsAdmin.Ui.Components;
using Xunit;

namespace ReportsAdmin.Tests.Ui;

/// <summary>Order, width and visibility of the columns of a grid, without a browser.</summary>
public sealed class GridColumnsTests
{
    private static readonly GridColumn[] All =
    [
        new("region", "Region", Hidden: true),
        new("outstanding", "Outstanding", "outstanding", Right: true),
        new("remark", "Remark", "remark"),
        new("note", "Note"),
    ];

    private readonly GridColumns columns = new(All);

    [Fact]
    public void The_address_decides_what_is_hidden_and_unknown_names_are_ignored()
    {
        Assert.Equal(["region"], columns.HiddenBy(null));
        Assert.Equal(["note"], columns.HiddenBy("note.nonsense"));
        Assert.Empty(columns.HiddenBy("none"));
    }

    [Fact]
    public void Toggling_names_the_hidden_columns_and_leaves_the_usual_ones_out_of_the_address()
    {
        Assert.Equal("region.note", columns.Toggle(null, "note"));
        Assert.Equal("note", columns.Toggle("region.note", "region"));
        Assert.Equal("none", columns.Toggle("note", "note"));
        Assert.Null(columns.Toggle("none", "region"));
    }

    [Fact]
    public void What_a_person_hid_applies_where_the_address_says_nothing()
    {
        columns.Toggle(null, "note");
        var next = new GridColumns(All);
        next.Read(columns.Write());

        Assert.Equal(["region", "note"], next.HiddenBy(null));
        Assert.Empty(next.HiddenBy("none"));
    }

    [Fact]
    public void Columns_that_were_dragged_are_kept_and_hidden_ones_keep_their_places()
    {
        columns.Take(["note", "outstanding", "remark"], new Dictionary<string, int> { ["note"] = 240 });
        var next = new GridColumns(All);
        Assert.True(next.Read(columns.Write()));

        Assert.Equal(["region", "note", "outstanding", "remark"], next.Ordered.Select(c => c.Key));
        Assert.Equal("width:240px", next.StyleOf("note"));
        Assert.Equal("", next.StyleOf("remark"));
    }

    [Fact]
    public void A_move_swaps_neighbours_and_draws_the_grid_anew_but_not_beyond_the_ends()
    {
        columns.Move("remark", -1);
        Assert.Equal(["region", "remark", "outstanding", "note"], columns.Ordered.Select(c => c.Key));
        var version = columns.Version;
        columns.Move("note", 1);
        Assert.Equal(version, columns.Version);

        columns.Reset();
        Assert.Equal(All, columns.Ordered);
    }

    [Theory]
    [InlineData("not json"), InlineData("{\"Order\":5}"), InlineData("")]
    public void What_the_browser_kept_wrongly_changes_nothing(string kept)
    {
        Assert.False(columns.Read(kept));
        Assert.Equal(All, columns.Ordered);
    }

    [Fact]
    public void Columns_of_an_older_version_are_dropped_and_new_ones_come_last()
    {
        columns.Read("""{"Order":["note","gone"],"Hidden":["gone"],"Widths":{"gone":100,"note":5}}""");

        Assert.Equal(["note", "region", "outstanding", "remark"], columns.Ordered.Select(c => c.Key));
        Assert.Empty(columns.HiddenBy(null));
        Assert.Equal("", columns.StyleOf("note"));
    }
}
