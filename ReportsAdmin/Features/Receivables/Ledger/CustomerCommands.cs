using Microsoft.EntityFrameworkCore;
using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Receivables.Collections;
using ReportsAdmin.Features.Receivables.Disputes;
using ReportsAdmin.Features.Receivables.Import;
using ReportsAdmin.Features.Receivables.Reminders;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Data;
using ReportsAdmin.Platform.Live;

namespace ReportsAdmin.Features.Receivables.Ledger;

/// <summary>What people do to customers and invoices. Every change is recorded with who, when, from what and to what.</summary>
public sealed partial class CustomerCommands(
    IDbContextFactory<ReportsDb> contexts,
    AccessQueries access,
    DisputeLedger disputes,
    ChangeNotifier notifier,
    TimeProvider time
)
{
    public const string EditPermission = "outstanding:edit";
    public const string AssignPermission = "outstanding:assign";
    public const int MaxNotes = 4000;

    /// <summary>Topic of the data version that remarks, notes and assignments raise; figures have <see cref="ReceivablesImport.DataTopic"/>.</summary>
    public const string NotesTopic = "outstanding.notes";

    /// <summary>True when the current user may edit this customer.</summary>
    internal static bool MayChange(CurrentUser currentUser, Customer customer) =>
        currentUser.Can(EditPermission)
        && (
            !currentUser.Scope.ChangesOnlyAssigned
            || currentUser.ActsFor(customer.EngineerId, EditPermission, customer.Region, customer.DepartmentId)
        );

    /// <summary>The key of a customer named by its id on the wire or by its code. Refuses what the current user cannot see as not found.</summary>
    public async Task<int> ResolveAsync(CurrentUser currentUser, string idOrCode, CancellationToken ct)
    {
        await using var db = contexts.CreateDbContext();
        var visible = db.Set<Customer>().VisibleTo(currentUser);
        var key = ApiId.KeyOf(OutstandingIds.Customer, idOrCode);
        var found = key is { } id
            ? await visible.Where(c => c.Id == id).Select(c => (int?)c.Id).SingleOrDefaultAsync(ct)
            : null;
        return found
            ?? await visible.Where(c => c.Code == idOrCode).Select(c => (int?)c.Id).SingleOrDefaultAsync(ct)
            ?? throw DomainException.NotFound("Customer not found.");
    }

    /// <param name="expected">The remark the person saw; when somebody else has changed it since, this is a conflict. Null does not ask.</param>
    /// <returns>False when the customer has this remark already, so that nothing was changed.</returns>
    public Task<bool> RemarkAsync(
        CurrentUser currentUser,
        int customerId,
        string remark,
        string? expected,
        CancellationToken ct
    )
    {
        var known = KnownRemark(remark);
        RequireConfirmedFor(currentUser, known);
        return ChangeAsync(
            currentUser,
            customerId,
            EditPermission,
            "remark",
            c => c.Remark,
            (c, v) => c.Remark = v,
            known,
            expected,
            ct
        );
    }

    /// <returns>False when the notes say this already.</returns>
    public Task<bool> NotesAsync(
        CurrentUser currentUser,
        int customerId,
        string notes,
        string? expected,
        CancellationToken ct
    )
    {
        if (notes.Length > MaxNotes)
            throw DomainException.Invalid(
                "newNotes",
                $"Notes may have {MaxNotes} characters; these have {notes.Length}."
            );
        return ChangeAsync(
            currentUser,
            customerId,
            EditPermission,
            "notes",
            c => c.Notes,
            (c, v) => c.Notes = v,
            notes.Trim(),
            expected,
            ct
        );
    }

    /// <param name="phone">A telephone number; blank takes it away.</param>
    /// <returns>False when the customer has this number already.</returns>
    public Task<bool> PhoneAsync(
        CurrentUser currentUser,
        int customerId,
        string phone,
        string? expected,
        CancellationToken ct
    )
    {
        if (PhoneNumber.ProblemOf(phone) is { } problem)
            throw DomainException.Invalid("phone", problem);
        return ChangeAsync(
            currentUser,
            customerId,
            EditPermission,
            "phone",
            c => c.Phone,
            (c, v) => c.Phone = v,
            phone.Trim(),
            expected,
            ct
        );
    }

    /// <param name="email">Up to three addresses, separated by commas; blank takes them away.</param>
    /// <returns>False when the customer has these addresses already.</returns>
    public Task<bool> EmailAsync(
        CurrentUser currentUser,
        int customerId,
        string email,
        string? expected,
        CancellationToken ct
    )
    {
        if (ContactAddresses.ProblemOf(email) is { } problem)
            throw DomainException.Invalid("email", problem);
        return ChangeAsync(
            currentUser,
            customerId,
            EditPermission,
            "email",
            c => c.Email,
            (c, v) => c.Email = v,
            ContactAddresses.Written(email),
            expected,
            ct
        );
    }

    /// <param name="reason">Why the customer gets no reminders; blank lets them have reminders again.</param>
    /// <returns>False when this is so already.</returns>
    public Task<bool> StopRemindersAsync(
        CurrentUser currentUser,
        int customerId,
        string reason,
        string? expected,
        CancellationToken ct
    )
    {
        if (reason.Trim().Length > ContactAddresses.MaxStop)
            throw DomainException.Invalid("reason", $"A reason may have {ContactAddresses.MaxStop} characters.");
        return ChangeAsync(
            currentUser,
            customerId,
            EditPermission,
            "reminders",
            c => c.ReminderStop,
            (c, v) => c.ReminderStop = v,
            reason.Trim(),
            expected,
            ct
        );
    }

    /// <param name="engineer">The engineer's id on the wire or an unambiguous name; blank takes the assignment back.</param>
    /// <returns>False when the customer has this engineer already.</returns>
    public async Task<bool> AssignEngineerAsync(
        CurrentUser currentUser,
        int customerId,
        string? engineer,
        CancellationToken ct
    )
    {
        currentUser.Require(AssignPermission);
        var chosen = string.IsNullOrWhiteSpace(engineer)
            ? null
            : await access.ResolveEngineerAsync(currentUser, engineer, ct);
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var customer = await VisibleAsync(db, currentUser, customerId, ct);
        if (customer.EngineerId == chosen?.Id)
            return false;
        var before = customer.EngineerId is { } old
            ? (await access.EngineersAsync(CurrentUser.System, ct)).FirstOrDefault(e => e.Id == old)?.Name ?? ""
            : "";
        customer.EngineerId = chosen?.Id;
        Record(db, currentUser, customer, null, "engineer", before, chosen?.Name ?? "");
        await SaveAsync(db, transaction, NotesTopic, ct);
        return true;
    }

    private static string KnownRemark(string remark) =>
        Remarks.Parse(remark)
        ?? throw DomainException.Invalid(
            "newRemark",
            $"'{remark}' is not a remark. Use one of: {string.Join(", ", Remarks.All)}."
        );

    private async Task<bool> ChangeAsync(
        CurrentUser currentUser,
        int customerId,
        string permission,
        string field,
        Func<Customer, string> read,
        Action<Customer, string> write,
        string value,
        string? expected,
        CancellationToken ct
    )
    {
        currentUser.Require(permission);
        await using var db = contexts.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var customer = await EditableAsync(db, currentUser, customerId, ct);
        var before = read(customer);
        if (before == value)
            return false;
        if (expected is not null && expected != before)
            throw DomainException.Conflict(
                $"Someone else changed this to \"{before}\" in the meantime. Review it and save again."
            );
        write(customer, value);
        Record(db, currentUser, customer, null, field, before, value);
        await SaveAsync(db, transaction, NotesTopic, ct);
        return true;
    }

    private static async Task<Customer> VisibleAsync(
        ReportsDb db,
        CurrentUser currentUser,
        int customerId,
        CancellationToken ct
    ) =>
        await db.Set<Customer>().AsTracking().VisibleTo(currentUser).SingleOrDefaultAsync(c => c.Id == customerId, ct)
        ?? throw DomainException.NotFound("Customer not found.");

    private static async Task<Customer> EditableAsync(
        ReportsDb db,
        CurrentUser currentUser,
        int customerId,
        CancellationToken ct
    )
    {
        var customer = await VisibleAsync(db, currentUser, customerId, ct);
        return MayChange(currentUser, customer)
            ? customer
            : throw DomainException.Forbidden("You may change only customers that are assigned to you.");
    }

    private void Record(
        ReportsDb db,
        CurrentUser currentUser,
        Customer customer,
        int? invoiceId,
        string field,
        string before,
        string after
    )
    {
        var now = time.GetUtcNow().UtcDateTime;
        customer.UpdatedAt = now;
        db.Add(
            new CustomerChange
            {
                CustomerId = customer.Id,
                InvoiceId = invoiceId,
                Field = field,
                Before = before,
                After = after,
                At = now,
                ById = currentUser.UserId,
                ByName = currentUser.NameFor(
                    field == "engineer" ? AssignPermission : EditPermission,
                    customer.Region,
                    customer.DepartmentId,
                    field == "engineer" ? currentUser.UserId : customer.EngineerId
                ),
            }
        );
    }

    private async Task SaveAsync(
        ReportsDb db,
        Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction transaction,
        string topic,
        CancellationToken ct
    )
    {
        await db.SaveChangesAsync(ct);
        await db.RaiseDataVersionAsync(topic, ct);
        await transaction.CommitAsync(ct);
        await notifier.PublishAsync(ReceivablesImport.DataTopic);
    }
}
