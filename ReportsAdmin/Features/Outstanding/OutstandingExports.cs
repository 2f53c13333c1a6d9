using System.Globalization;
using ReportsAdmin.Features.Access;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Outstanding;

/// <summary>Writes what a screen shows, all its pages, to Excel or CSV as it is read: memory stays flat, nothing is cut off.</summary>
public sealed class OutstandingExports(OutstandingQueries outstanding, CustomerQueries customers, InvoiceQueries invoices, BusinessClock clock)
{
    public async Task WriteCustomersAsync(Viewer viewer, SheetQuery query, ITableWriter writer, CancellationToken ct)
    {
        var filter = query.ToCustomers(await outstanding.LatestPeriodAsync(viewer, ct));
        var head = await customers.SheetAsync(viewer, filter, new PageRequest(1, 1), ct);
        var labels = head.Scheme.Labels;
        writer.BeginSheet(new SheetSpec
        {
            Name = "Customers",
            Heading = Heading("Customer data sheet", viewer, filter.Base, query, head.Page.Total, head.Outstanding, head.Freshness),
            Columns =
            [
                new("Customer Code", ColumnType.Text, 16), new("Customer Name", ColumnType.Text, 34), new("Region", ColumnType.Text, 14), new("Department", ColumnType.Text, 16), new("Outstanding", ColumnType.Money, 18, Total: true),
                .. labels.Select(l => new SheetColumn(l, ColumnType.Money, 16, Total: true)),
                new("New", ColumnType.Money, 16, Total: true), new("Recovered", ColumnType.Money, 16, Total: true), new("Invoices", ColumnType.Whole, 10, Total: true), new("Disputed", ColumnType.Whole, 10, Total: true),
                new("Remark", ColumnType.Text, 18), new("Notes", ColumnType.Text, 40), new("Engineer", ColumnType.Text, 20),
            ],
        });
        await foreach (var row in customers.StreamAsync(viewer, filter, ct))
        {
            writer.BeginRow();
            writer.Text(row.Code);
            writer.Text(row.Name);
            writer.Text(Regions.Display(row.Region));
            writer.Text(row.DepartmentName);
            writer.Money(row.Outstanding.Paise);
            for (var b = AgeBucket.UpTo30; b <= AgeBucket.Unclassified; b++) writer.Money(row.Ageing[b].Paise);
            writer.Money(row.New.Paise);
            writer.Money(row.Recovered.Paise);
            writer.Whole(row.Invoices);
            writer.Whole(row.Disputed);
            writer.Text(row.Remark);
            writer.Text(row.Notes);
            writer.Text(row.EngineerName);
            writer.EndRow();
        }

        writer.EndSheet();
        writer.Complete();
    }

    public async Task WriteInvoicesAsync(Viewer viewer, SheetQuery query, ITableWriter writer, CancellationToken ct)
    {
        var filter = query.ToInvoices(await outstanding.LatestPeriodAsync(viewer, ct));
        var head = await invoices.SheetAsync(viewer, filter, new PageRequest(1, 1), ct);
        writer.BeginSheet(new SheetSpec
        {
            Name = "Invoices",
            Heading = Heading("Invoices", viewer, filter.Base, query, head.Page.Total, head.Outstanding, head.Freshness),
            Columns =
            [
                new("Customer Code", ColumnType.Text, 16), new("Customer Name", ColumnType.Text, 34), new("Region", ColumnType.Text, 14), new("Invoice Number", ColumnType.Text, 20, Unique: true), new("Invoice Date", ColumnType.Date, 13),
                new("Due Date", ColumnType.Date, 13), new("Invoice Amount", ColumnType.Money, 18, Total: true), new("Outstanding", ColumnType.Money, 18, Total: true), new("Age (days)", ColumnType.Whole, 10), new("Age bucket", ColumnType.Text, 13),
                new("Status", ColumnType.Text, 11), new("Source", ColumnType.Text, 11), new("Upload", ColumnType.Whole, 9), new("Sheet row", ColumnType.Whole, 10),
            ],
        });
        await foreach (var row in invoices.StreamAsync(viewer, filter, ct))
        {
            writer.BeginRow();
            writer.Text(row.CustomerCode);
            writer.Text(row.CustomerName);
            writer.Text(Regions.Display(row.Region));
            writer.Text(row.Number);
            writer.Date(row.InvoiceDate);
            writer.Date(row.DueDate);
            writer.Money(row.Amount.Paise);
            writer.Money(row.Outstanding.Paise);
            if (row.AgeDays is { } days) writer.Whole(days);
            else writer.Blank();
            writer.Text(AgeingScheme.Standard.Labels[(int)row.Bucket]);
            writer.Text(row.Status);
            writer.Text(row.Origin == BalanceOrigin.Sheet ? "sheet" : row.Origin == BalanceOrigin.Carried ? "carried" : "queried");
            writer.Whole(row.UploadId);
            if (row.RowNumber is { } number) writer.Whole(number);
            else writer.Blank();
            writer.EndRow();
        }

        writer.EndSheet();
        writer.Complete();
    }

    /// <summary>What the file says of itself: filters, who, when, how many rows, what they add up to, which upload.</summary>
    private List<string> Heading(string title, Viewer viewer, OutstandingFilter filter, SheetQuery query, int rows, Money total, Freshness freshness) =>
    [
        title,
        $"Month {filter.Period.ToLongText()}; filters: {(query.ToUri("") is { Length: > 1 } text ? Uri.UnescapeDataString(text[1..].Replace('&', ' ')) : "none")}",
        string.Create(CultureInfo.InvariantCulture, $"{Money.GroupWhole(rows)} rows, outstanding {total.ToRupeeText()}; data as of {(freshness.UploadId is { } id ? $"upload #{id}" : "no upload")}; made {clock.ToLocal(clock.UtcNow):dd MMM yyyy HH:mm} by {viewer.Name}"),
    ];
}
