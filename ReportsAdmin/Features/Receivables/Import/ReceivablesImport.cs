using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Imports;
using ReportsAdmin.Features.Imports.Reading;
using ReportsAdmin.Features.Imports.Staging;
using ReportsAdmin.Features.Receivables.Calendar;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Features.Receivables.Movement.Pages;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;

namespace ReportsAdmin.Features.Receivables.Import;

/// <summary>The month's outstanding sheet, in both shapes: one row per invoice, or one row per customer with or without age buckets.</summary>
public sealed class ReceivablesImport(AccessQueries access, IBulkReader bulk, BusinessClock clock) : IImportTarget
{
    public const string TargetKind = "outstanding";

    /// <summary>Topic of the data version and of the signal: the receivables' figures changed.</summary>
    public const string DataTopic = "outstanding";

    public string Kind => TargetKind;

    public string Title => "Outstanding sheet";

    public ImportProfile Profile { get; } =
        new()
        {
            Group = "Receivables",
            Summary = "What customers owe: one row for each invoice, or for each customer",
            RowTitle = "Invoice",
            Promise = "Remarks, notes and engineers are never overwritten.",
            Understood = ["1,23,456.00 · (1,234) · Cr and Dr · leading zeros of codes"],
            AsksDepartment = true,
            AsksMonth = true,
            Amount = "Amount",
            Effect = "Outstanding",
            Party = "Customer",
            Missing = new MissingRecords(
                "open invoice",
                [
                    new(MissingChoice.Carry, "Still owed", "Carry them on with last month's amount", "carried on"),
                    new(
                        MissingChoice.Paid,
                        "Paid",
                        "Mark them as paid; the outstanding falls",
                        "marked as paid",
                        Removes: true
                    ),
                    new(
                        MissingChoice.Query,
                        "Not sure",
                        "Carry them on, marked as a question to the branch",
                        "carried on and queried"
                    ),
                ]
            ),
            Result = new("/", "See the dashboard"),
            ChangesHref = MovementState.UploadHref,
        };

    public string Topic => DataTopic;

    public SheetFields Fields => ReceivablesFields.All;

    public IReadOnlyList<string> GroupFields { get; } =
    [ReceivablesFields.Code, ReceivablesFields.Name, ReceivablesFields.Region];

    public IReadOnlyList<IStagedTable> Tables => ReceivablesTables.All;

    public string? MissingFields(IReadOnlySet<string> fields)
    {
        if (!fields.Contains(ReceivablesFields.Code) && !fields.Contains(ReceivablesFields.Name))
            return "No column holds the customer code or name.";
        return ReceivablesFields.TellWhatIsOwed(fields) ? null : "No column holds the outstanding amount.";
    }

    public IEnumerable<UploadQuestion> Questions(IReadOnlySet<string> fields)
    {
        if (ReceivablesFields.IsOwedFromAmount(fields))
            yield return new UploadQuestion(
                ReceivablesFields.OwedQuestion,
                "Is every invoice owed in full?",
                "No column holds what is still owed: the invoice amount would be taken. If a column holds the balance or what was paid, match it below.",
                [new("full", "Yes, in full", "The outstanding of each row is its invoice amount")],
                "full"
            );
    }

    public void WriteSample(Stream output, int period) => ReceivablesSample.Write(output, Period.FromNumber(period));

    public string? TotalField(IReadOnlySet<string> fields) =>
        fields.Contains(ReceivablesFields.Outstanding) ? ReceivablesFields.Outstanding
        : ReceivablesFields.IsOwedFromAmount(fields) ? ReceivablesFields.Amount
        : null;

    public async Task<IRowReader> ReaderAsync(
        ReportsDb db,
        CurrentUser currentUser,
        ImportTerms terms,
        CancellationToken ct
    )
    {
        var departments = await access.DepartmentsAsync(currentUser, ct);
        if (terms.DepartmentId is { } id && departments.All(d => d.Id != id))
            throw DomainException.Invalid("department", "This department is not one of yours.");
        if (terms.DepartmentId is { } named)
            await ClosingGuard.RequireOpenAsync(db, named, Period.FromNumber(terms.Period), clock.UtcNow, ct);
        var fallback = terms.DepartmentId
            ?? departments.FirstOrDefault(d => d.IsDefault)?.Id
            ?? departments.FirstOrDefault(d => d.Active)?.Id
            ?? throw DomainException.Forbidden("You have no department to upload for.");
        var engineers =
            terms.Fields.Contains(ReceivablesFields.Engineer) && currentUser.Can(CustomerCommands.AssignPermission)
                ? await access.EngineersAsync(currentUser, ct)
                : [];
        var ledger = await ReceivablesLedger.LoadAsync(db, bulk, terms, ct);
        return new ReceivablesReader(
            ledger,
            currentUser,
            terms,
            new DepartmentReading(terms, fallback, departments.ToDictionary(d => d.Id, d => d.Name)),
            new EngineerReading(engineers)
        );
    }

    public async Task<IReadOnlyList<KeptApart>> KeptApartAsync(ReportsDb db, int uploadId, CancellationToken ct)
    {
        var sums = await db.Set<ForeignBalance>()
            .Where(f => f.UploadId == uploadId)
            .GroupBy(f => f.Currency)
            .Select(g => new
            {
                g.Key,
                Rows = g.Count(),
                Hundredths = g.Sum(f => f.Hundredths),
            })
            .OrderBy(g => g.Key)
            .ToListAsync(ct);
        return [.. sums.Select(s => new KeptApart(s.Key, s.Rows, s.Hundredths / 100m))];
    }

    /// <exception cref="DomainException">A conflict when it writes a closed month.</exception>
    public async Task MergeAsync(ReportsDb db, UploadToMerge upload, CancellationToken ct)
    {
        await ReceivablesMerge.MergeAsync(db, upload, ct);
        // What it writes is known afterwards: a sheet moves customers between regions and carries others on.
        await ClosingGuard.RequireOpenAsync(db, upload.Id, clock.UtcNow, ct);
    }

    /// <exception cref="DomainException">A conflict when it wrote a month that is closed by now.</exception>
    public async Task<IReadOnlyList<PreservedEdit>> UndoAsync(ReportsDb db, UploadToMerge upload, CancellationToken ct)
    {
        await ClosingGuard.RequireOpenAsync(db, upload.Id, clock.UtcNow, ct);
        return await ReceivablesUndo.UndoAsync(db, upload, ct);
    }
}

/// <summary>What may become of open invoices that a month's sheet no longer has.</summary>
public static class MissingChoice
{
    public const string Carry = "carry";
    public const string Paid = "paid";
    public const string Query = "query";
}
