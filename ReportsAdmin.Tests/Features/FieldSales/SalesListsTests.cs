using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Rendering;
using ReportsAdmin.Tests.Support;
using Xunit;

namespace ReportsAdmin.Tests.Features.FieldSales;

/// <summary>Order, groups and totals of the field's lists against sums made by hand, on both databases.</summary>
public sealed class SalesListsTests
{
    private static readonly CurrentUser Mumbai = new(
        7,
        "Mumbai's own",
        "Manager",
        new HashSet<string> { SalesQueries.ReadPermission },
        new Scope(["mumbai"], null, false)
    );
    private static readonly SalesFilter Year = new(
        SampleWorkbooks.First.AddDays(60),
        SampleWorkbooks.First.AddDays(300)
    );

    [Theory, EachDatabase]
    public async Task Every_column_sorts_both_ways_and_equals_follow_by_name(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await SampleWorkbooks.OpenAsync(fixture, seed: 5);
        var sales = fixture.Get<SalesQueries>();
        foreach (var column in SalesLists.DistributorColumns)
        {
            await AreSortedAsync(
                column,
                async filter =>
                    (await sales.DistributorsAsync(CurrentUser.System, filter, new PageRequest(1, 100), default))
                        .Page
                        .Rows,
                filter => sales.StreamDistributorsAsync(CurrentUser.System, filter, default),
                d => d.Name
            );
        }

        foreach (var column in SalesLists.ProductColumns)
        {
            await AreSortedAsync(
                column,
                async filter =>
                    (await sales.ProductsAsync(CurrentUser.System, filter, new PageRequest(1, 100), default)).Page.Rows,
                filter => sales.StreamProductsAsync(CurrentUser.System, filter, default),
                p => p.Name
            );
        }

        foreach (var column in SalesLists.DistributorGroupColumns)
        {
            await AreSortedAsync(
                column,
                async filter =>
                    (
                        await sales.DistributorGroupsAsync(
                            CurrentUser.System,
                            filter,
                            "territory",
                            new PageRequest(1, 100),
                            default
                        )
                    )
                        .Page
                        .Rows,
                null,
                g => g.Name
            );
        }

        await Assert.ThrowsAsync<DomainException>(() =>
            sales.DistributorsAsync(CurrentUser.System, Year with { Sort = "price" }, new PageRequest(1, 5), default)
        );
        await Assert.ThrowsAsync<DomainException>(() =>
            sales.DistributorGroupsAsync(CurrentUser.System, Year, "branch", new PageRequest(1, 5), default)
        );
    }

    [Theory, EachDatabase]
    public async Task Pages_of_a_sorted_list_follow_each_other(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await SampleWorkbooks.OpenAsync(fixture, seed: 6);
        var sales = fixture.Get<SalesQueries>();
        foreach (var sort in (string[])["-salesValue", "percent", "-name", "status"])
        {
            var filter = Year with { Sort = sort };
            var whole = (await sales.DistributorsAsync(CurrentUser.System, filter, new PageRequest(1, 100), default))
                .Page
                .Rows;
            var parts = new List<DistributorRow>();
            for (var page = 1; page <= 3; page++)
                parts.AddRange(
                    (await sales.DistributorsAsync(CurrentUser.System, filter, new PageRequest(page, 3), default))
                        .Page
                        .Rows
                );
            Assert.Equal(whole, parts);
        }
    }

    [Theory, EachDatabase]
    public async Task Groups_and_totals_are_the_sums_of_their_rows(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        var books = await SampleWorkbooks.OpenAsync(fixture, seed: 7);
        var sales = fixture.Get<SalesQueries>();
        foreach (var currentUser in (CurrentUser[])[CurrentUser.System, Mumbai])
        {
            var visible = books
                .Distributors.Where(d => currentUser == CurrentUser.System || d.Branch == "mumbai")
                .ToList();
            foreach (
                var (by, key) in new Dictionary<string, Func<Distributor, string>>
                {
                    ["zone"] = d => d.Zone,
                    ["region"] = d => d.Region,
                    ["state"] = d => d.State,
                    ["territory"] = d => d.Territory,
                }
            )
            {
                var groups = await sales.DistributorGroupsAsync(
                    currentUser,
                    Year,
                    by,
                    new PageRequest(1, 100),
                    default
                );
                Assert.Equal(
                    visible.Select(key).Distinct().Order(StringComparer.Ordinal),
                    groups.Page.Rows.Select(g => g.Name)
                );
                Assert.Equal(groups.Page.Rows.Count, groups.Page.Total);
                foreach (var group in groups.Page.Rows)
                    Assert.Equal(Expected(books, group.Name, [.. visible.Where(d => key(d) == group.Name)]), group);
                Assert.Equal(Expected(books, "", visible), groups.All);
                Assert.Equal(
                    groups.All,
                    (await sales.DistributorsAsync(currentUser, Year, new PageRequest(2, 3), default)).All
                );
            }

            var categories = await sales.ProductGroupsAsync(
                currentUser,
                Year,
                "category",
                new PageRequest(1, 100),
                default
            );
            foreach (var group in categories.Page.Rows)
            {
                Assert.Equal(books.Products.Count(p => p.Category == group.Name), group.Count);
                Assert.Equal(
                    books.Walk(
                        m =>
                            books.Product(m.ProductId).Category == group.Name
                            && visible.Any(d => d.Id == m.DistributorId),
                        Year
                    ),
                    group.Stock
                );
            }
        }
    }

    [Theory, EachDatabase]
    public async Task A_list_is_two_statements_whatever_its_size_sort_and_grouping(TestProvider provider)
    {
        await using var fixture = await TestFixture.OpenAsync(provider);
        await SampleWorkbooks.OpenAsync(fixture, seed: 8);
        var (sales, outlets) = (fixture.Get<SalesQueries>(), fixture.Get<OutletQueries>());
        foreach (var page in (PageRequest[])[new(1, 2), new(1, 100)])
        {
            foreach (var sort in (string[])["name", "-salesValue", "percent", "outstanding"])
            {
                Assert.Equal(
                    2,
                    await StatementCount.OfAsync(fixture, () =>
                        sales.DistributorsAsync(CurrentUser.System, Year with { Sort = sort }, page, default)
                    )
                );
                Assert.Equal(
                    2,
                    await StatementCount.OfAsync(fixture, () =>
                        sales.DistributorGroupsAsync(
                            CurrentUser.System,
                            Year with
                            {
                                Sort = sort,
                            },
                            "zone",
                            page,
                            default
                        )
                    )
                );
            }

            Assert.Equal(
                2,
                await StatementCount.OfAsync(fixture, () =>
                    sales.ProductsAsync(CurrentUser.System, Year with { Sort = "price" }, page, default)
                )
            );
            Assert.Equal(
                2,
                await StatementCount.OfAsync(fixture, () =>
                    outlets.OutletsAsync(CurrentUser.System, Year with { Sort = "-visit" }, page, default)
                )
            );
            Assert.Equal(
                2,
                await StatementCount.OfAsync(fixture, () =>
                    outlets.GroupsAsync(CurrentUser.System, Year, "region", page, default)
                )
            );
        }
    }

    [Fact]
    public async Task A_place_leaves_only_what_lies_in_it()
    {
        await using var fixture = await TestFixture.OpenAsync();
        await SampleWorkbooks.OpenAsync(fixture, seed: 9);
        var places = await fixture.Get<SalesQueries>().PositionsAsync(CurrentUser.System, default);
        Assert.Equal(["T0", "T2"], places.Within("North").Territories);
        Assert.Equal(["S1"], places.Within("South", "R1").States);
        Assert.Equal(["R0", "R1", "R2"], places.Regions);
        Assert.Equal(
            ["T2"],
            (await fixture.Get<SalesQueries>().PositionsAsync(Mumbai, default)).Within("North").Territories
        );
    }

    private static StockGroup Expected(SampleWorkbooks books, string name, List<Distributor> members)
    {
        var dues = members.Select(d => books.Dues(d.Id, Year.End)).ToList();
        return new StockGroup(
            name,
            members.Count,
            books.Walk(m => members.Any(d => d.Id == m.DistributorId), Year),
            new Money(dues.Sum(d => d.Outstanding)),
            new Money(dues.Sum(d => d.Overdue))
        );
    }

    private static async Task AreSortedAsync<T>(
        SalesColumn<T> column,
        Func<SalesFilter, Task<IReadOnlyList<T>>> read,
        Func<SalesFilter, IAsyncEnumerable<T>>? stream,
        Func<T, string> name
    )
    {
        foreach (var sort in (string[])[column.Key, "-" + column.Key])
        {
            var rows = await read(Year with { Sort = sort });
            Assert.NotEmpty(rows);
            for (var i = 1; i < rows.Count; i++)
            {
                var order = Compare(column.Cell(rows[i - 1]), column.Cell(rows[i])) * (sort[0] == '-' ? -1 : 1);
                Assert.True(
                    order < 0
                        || (
                            order == 0
                            && (column.Key == "percent" || string.CompareOrdinal(name(rows[i - 1]), name(rows[i])) <= 0)
                        ),
                    $"{sort}: {name(rows[i - 1])} stands before {name(rows[i])}"
                );
            }

            if (stream is null)
                continue;
            var streamed = new List<T>();
            await foreach (var row in stream(Year with { Sort = sort }))
                streamed.Add(row);
            Assert.Equal(rows, streamed);
        }
    }

    // A blank is less than anything. Of the status, inactive comes first, as the word does not.
    private static int Compare(ReportCell a, ReportCell b)
    {
        if (a.IsBlank || b.IsBlank)
            return b.IsBlank.CompareTo(a.IsBlank);
        if (a.Text is "active" or "inactive")
            return string.CompareOrdinal(b.Text, a.Text);
        return a.Text is not null ? string.CompareOrdinal(a.Text, b.Text)
            : a.Number != b.Number ? a.Number.CompareTo(b.Number)
            : a.Fraction.CompareTo(b.Fraction);
    }
}
