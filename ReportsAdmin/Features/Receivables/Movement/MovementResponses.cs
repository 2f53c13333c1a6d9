using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;

namespace ReportsAdmin.Features.Receivables.Movement;

/// <summary>Two months' ends, or two uploads of a month, side by side. Amounts in rupees.</summary>
/// <param name="From">The first month, as <c>Apr-26</c>.</param>
/// <param name="Upload">The upload whose changes these are; null for two months.</param>
/// <param name="Against">The earlier upload that it is compared with, when one was named.</param>
/// <param name="Opening">Outstanding at the end of the first month, or before the upload in the places that it wrote.</param>
/// <param name="Closing">Outstanding at the end of the second month, or after the upload.</param>
/// <param name="Cells">The cells of the matrix that hold something.</param>
public sealed record MovementResponse(
    string From,
    string To,
    int? Upload,
    int? Against,
    decimal Opening,
    decimal Closing,
    IEnumerable<MovedBucketResponse> Buckets,
    IEnumerable<RollCellResponse> Cells,
    MovementDiffResponse Diff
)
{
    public static MovementResponse Of(MovementFilter filter, MovementView view) =>
        new(
            filter.From.ToString(),
            filter.To.ToString(),
            filter.Uploads?.Upload,
            filter.Uploads?.Against,
            view.Opening.Rupees,
            view.Closing.Rupees,
            RollCell.Buckets.Select(b => new MovedBucketResponse(
                RollCell.KeyOf(b),
                view.Scheme.Labels[(int)b],
                view.Matrix.Then(b).Amount.Rupees,
                view.Matrix.Now(b).Amount.Rupees
            )),
            view.Matrix.Cells.OrderBy(c => c.Key.Kind)
                .ThenBy(c => c.Key.Then)
                .ThenBy(c => c.Key.Now)
                .Select(c => new RollCellResponse(
                    c.Key.ToString(),
                    c.Key.From,
                    c.Key.To,
                    c.Value.Amount.Rupees,
                    c.Value.Invoices
                )),
            MovementDiffResponse.Of(view.Diff)
        );
}

/// <param name="Bucket">The name of the bucket in cells.</param>
/// <param name="Label">The same in the days of the department that is asked for.</param>
/// <param name="Opening">What the bucket holds at the end of the first month.</param>
/// <param name="Closing">What it holds at the end of the second.</param>
public sealed record MovedBucketResponse(string Bucket, string Label, decimal Opening, decimal Closing);

/// <param name="From">A bucket, <c>new</c> or <c>grown</c>.</param>
/// <param name="To">A bucket, <c>received</c> or <c>gone</c>.</param>
public sealed record RollCellResponse(string Cell, string From, string To, decimal Amount, int Invoices);

/// <summary>The rows by the size of their change, the largest first.</summary>
/// <param name="By"><c>region</c>, <c>customer</c> or <c>invoice</c>.</param>
/// <param name="Cell">The cell that the rows are narrowed to. Without one, customers and invoices that did not change are left out.</param>
/// <param name="Then">Of all rows, not only those of the page.</param>
/// <param name="Now">Of all rows, not only those of the page.</param>
public sealed record MovementDiffResponse(
    string By,
    string? Cell,
    decimal Then,
    decimal Now,
    decimal Change,
    IEnumerable<MovementRowResponse> Rows
)
{
    internal static MovementDiffResponse Of(MovementDiff diff) =>
        new(
            MovementNames.Of(diff.By),
            diff.Cell?.ToString(),
            diff.Then.Rupees,
            diff.Now.Rupees,
            diff.Change.Rupees,
            diff.Page.Rows.Select(MovementRowResponse.Of)
        );
}

/// <param name="Customer">Null by region.</param>
/// <param name="Invoice">Null unless by invoice.</param>
public sealed record MovementRowResponse(
    string Region,
    MovedCustomerResponse? Customer,
    MovedInvoiceResponse? Invoice,
    decimal Then,
    decimal Now,
    decimal Change,
    int Invoices
)
{
    internal static MovementRowResponse Of(MovementRow row) =>
        new(
            row.Region,
            row.Customer is { } customer
                ? new MovedCustomerResponse(
                    ApiId.Of(OutstandingIds.Customer, customer.Id),
                    customer.Code,
                    customer.Name
                )
                : null,
            row.Invoice is { } invoice ? MovedInvoiceResponse.Of(invoice) : null,
            row.Then.Rupees,
            row.Now.Rupees,
            row.Change.Rupees,
            row.Invoices
        );
}

public sealed record MovedCustomerResponse(string Id, string Code, string Name);

/// <param name="Number">Null for the part of a total that came without invoices.</param>
/// <param name="From">The bucket at the end of the first month; null when it was not open.</param>
/// <param name="To">The bucket at the end of the second month; null when it is not open.</param>
public sealed record MovedInvoiceResponse(string Id, string? Number, string? From, string? To)
{
    internal static MovedInvoiceResponse Of(MovedInvoice invoice) =>
        new(
            ApiId.Of(OutstandingIds.Invoice, invoice.Id),
            invoice.Kind == InvoiceKind.Summary ? null : invoice.Number,
            invoice.Then is { } then ? RollCell.KeyOf(then) : null,
            invoice.Now is { } now ? RollCell.KeyOf(now) : null
        );
}
