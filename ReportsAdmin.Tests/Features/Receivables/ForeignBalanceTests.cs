using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Tests.Features.Imports;
using ReportsAdmin.Tests.Support;
using Xunit;
using static ReportsAdmin.Tests.Features.Imports.StagedUploads;

namespace ReportsAdmin.Tests.Features.Receivables;

/// <summary>Amounts in foreign currencies are kept beside the ledger of rupees.</summary>
public sealed class ForeignBalanceTests
{
    private const string Head = "Customer Code,Customer Name,Region,Invoice No,Invoice Date,Currency,Outstanding";

    [Theory, EachDatabase]
    public async Task They_are_listed_with_their_customer_and_their_upload_until_the_next_sheet(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var first = await CommitAsync(
            fixture,
            "Mar-26",
            "A,Asha,Pune,1,13/02/2026,INR,100",
            "A,Asha,Pune,2,14/02/2026,USD,30.50",
            "A,Asha,Pune,3,15/02/2026,USD,9.50",
            "A,Asha,Pune,4,16/02/2026,EUR,7",
            "Z,Unknown,Pune,5,16/02/2026,EUR,1"
        );
        Assert.Equal(
            [new KeptApart("EUR", 2, 8m), new KeptApart("USD", 2, 40m)],
            (await fixture.DetailsAsync(first)).KeptApart
        );
        Assert.Equal(["EUR 7 4", "USD 30.5 2", "USD 9.5 3"], await OfAsync(fixture));
        Assert.Equal(100_00, (await fixture.DetailsAsync(first)).Total.Paise);

        var second = await CommitAsync(
            fixture,
            "Apr-26",
            "A,Asha,Pune,1,13/02/2026,INR,90",
            "A,Asha,Pune,3,15/02/2026,USD,5"
        );
        Assert.Equal(["USD 5 3"], await OfAsync(fixture));
        var third = await CommitAsync(fixture, "May-26", "A,Asha,Pune,1,13/02/2026,INR,90");
        Assert.Empty(await OfAsync(fixture));

        await fixture.Imports.UndoAsync(CurrentUser.System, third, default);
        Assert.Equal(["USD 5 3"], await OfAsync(fixture));
        await fixture.Imports.UndoAsync(CurrentUser.System, second, default);
        Assert.Equal(["EUR 7 4", "USD 30.5 2", "USD 9.5 3"], await OfAsync(fixture));
    }

    [Fact]
    public async Task An_uncommitted_upload_shows_them_on_its_own_page_only()
    {
        await using var fixture = await TestFixture.OpenAsync();
        await CommitAsync(fixture, "Mar-26", "A,Asha,Pune,1,13/02/2026,INR,100", "A,Asha,Pune,2,14/02/2026,USD,30");
        var (id, staged) = await fixture.StagedAsync(
            Csv(Head, "A,Asha,Pune,2,14/02/2026,USD,20"),
            "next.csv",
            "Apr-26"
        );
        Assert.Equal([new KeptApart("USD", 1, 20m)], staged.KeptApart);
        Assert.Equal(["USD 30 2"], await OfAsync(fixture));
        await fixture.Imports.DiscardAsync(CurrentUser.System, id, default);
        Assert.Equal(["USD 30 2"], await OfAsync(fixture));
    }

    private static async Task<int> CommitAsync(TestFixture fixture, string month, params string[] rows)
    {
        var id = await fixture.StageAsync(Csv([Head, .. rows]), month, fileName: month + ".csv");
        if ((await fixture.DetailsAsync(id)).State == ImportState.Asking)
            await fixture.AnswerAsync(id, "foreign-currency", "leave-out");
        await fixture.CommitAsync(id);
        return id;
    }

    private static async Task<IEnumerable<string>> OfAsync(TestFixture fixture)
    {
        await using var db = fixture.Contexts.CreateDbContext();
        var customer = await db.Set<Customer>().SingleAsync(c => c.Code == "A");
        var items = await fixture.Get<ForeignQueries>().OfCustomerAsync(CurrentUser.System, customer.Id, default);
        return items.Select(i =>
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{i.Currency} {i.Amount:0.##} {i.Number}")
        );
    }
}
