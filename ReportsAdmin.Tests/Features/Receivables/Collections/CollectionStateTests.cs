using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Collections.Pages;
using ReportsAdmin.Platform;
using Xunit;

namespace ReportsAdmin.Tests.Features.Receivables.Collections;

/// <summary>The address of the worklist.</summary>
public sealed class CollectionStateTests
{
    private static readonly CurrentUser Engineer = new(
        7,
        "Ravi",
        "Engineer",
        new HashSet<string>(),
        new Scope(["pune"], null, true)
    );

    [Fact]
    public void Defaults_are_left_out_of_the_address()
    {
        Assert.Equal("/collections", new CollectionState().ToUri());
        Assert.Equal(
            "/collections?engineer=0&region=pune&part=waiting&page=2&customer=9",
            new CollectionState
            {
                Engineer = "0",
                Region = "pune",
                Part = WorklistPart.Waiting,
                Page = 2,
                Customer = 9,
            }.ToUri()
        );
    }

    [Fact]
    public void An_engineer_begins_with_their_own_customers_and_can_show_all()
    {
        Assert.Equal(7, new CollectionState().EngineerFor(Engineer));
        Assert.Null(new CollectionState().WithEngineer("", Engineer).EngineerFor(Engineer));
        Assert.Null(new CollectionState().EngineerFor(CurrentUser.System));
        Assert.Equal(0, new CollectionState { Engineer = "0" }.EngineerFor(Engineer));
    }
}
