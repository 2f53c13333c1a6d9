using System.Text.Json;
using ReportsAdmin.Features.Receivables.Ledger;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Http;

namespace ReportsAdmin.Features.Receivables.Tracker;

/// <summary>Writes a customer of spec 003 as <see cref="CustomerResponse"/> describes them: there are too many to make a response of each.</summary>
public static class CustomerJson
{
    private static readonly JsonEncodedText MongoId = JsonEncodedText.Encode("_id");
    private static readonly JsonEncodedText Id = JsonEncodedText.Encode("id");
    private static readonly JsonEncodedText Code = JsonEncodedText.Encode("customerCode");
    private static readonly JsonEncodedText Name = JsonEncodedText.Encode("customerName");
    private static readonly JsonEncodedText Region = JsonEncodedText.Encode("region");
    private static readonly JsonEncodedText Department = JsonEncodedText.Encode("department");
    private static readonly JsonEncodedText AgePeriod = JsonEncodedText.Encode("agePeriod");
    private static readonly JsonEncodedText Outstanding = JsonEncodedText.Encode("outstandingAmount");
    private static readonly JsonEncodedText Remark = JsonEncodedText.Encode("remarks");
    private static readonly JsonEncodedText Notes = JsonEncodedText.Encode("notes");
    private static readonly JsonEncodedText Engineer = JsonEncodedText.Encode("assignedEngineer");
    private static readonly JsonEncodedText EngineerId = JsonEncodedText.Encode("assignedEngineerId");
    private static readonly JsonEncodedText Invoices = JsonEncodedText.Encode("invoices");
    private static readonly JsonEncodedText CustomerId = JsonEncodedText.Encode("customerId");
    private static readonly JsonEncodedText Number = JsonEncodedText.Encode("invoiceNumber");
    private static readonly JsonEncodedText InvoiceAmount = JsonEncodedText.Encode("invoiceAmount");
    private static readonly JsonEncodedText InvoiceDate = JsonEncodedText.Encode("invoiceDate");
    private static readonly JsonEncodedText Status = JsonEncodedText.Encode("status");
    private static readonly JsonEncodedText Balances = JsonEncodedText.Encode("outstandings");
    private static readonly JsonEncodedText InvoiceId = JsonEncodedText.Encode("invoiceId");
    private static readonly JsonEncodedText Month = JsonEncodedText.Encode("month");
    private static readonly JsonEncodedText Amount = JsonEncodedText.Encode("amount");
    private static readonly JsonEncodedText CreatedAt = JsonEncodedText.Encode("createdAt");
    private static readonly JsonEncodedText UpdatedAt = JsonEncodedText.Encode("updatedAt");

    public static void Write(Utf8JsonWriter json, TrackerCustomer customer)
    {
        json.WriteStartObject();
        json.WriteId(MongoId, OutstandingIds.Customer, customer.Id);
        json.WriteId(Id, OutstandingIds.Customer, customer.Id);
        json.WriteString(Code, customer.Code);
        json.WriteString(Name, customer.Name);
        json.WriteString(Region, customer.Region);
        json.WriteString(Department, customer.Department);
        json.WriteString(AgePeriod, customer.Oldest is { } oldest ? AgeKey(oldest) : null);
        json.WriteRupees(Outstanding, customer.Outstanding);
        json.WriteString(Remark, customer.Remark);
        json.WriteString(Notes, customer.Notes);
        json.WriteString(Engineer, customer.Engineer);
        if (customer.EngineerId is { } engineer)
            json.WriteId(EngineerId, ApiId.User, engineer);
        else
            json.WriteNull(EngineerId);
        json.WriteStartArray(Invoices);
        foreach (var invoice in customer.Invoices)
            Write(json, customer.Id, invoice);
        json.WriteEndArray();
        json.WriteInstant(CreatedAt, customer.CreatedAt);
        json.WriteInstant(UpdatedAt, customer.UpdatedAt);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, int customer, TrackerInvoice invoice)
    {
        json.WriteStartObject();
        json.WriteId(MongoId, OutstandingIds.Invoice, invoice.Id);
        json.WriteId(Id, OutstandingIds.Invoice, invoice.Id);
        json.WriteId(CustomerId, OutstandingIds.Customer, customer);
        json.WriteString(Number, invoice.Number);
        json.WriteRupees(InvoiceAmount, invoice.Amount);
        json.WriteInstant(
            InvoiceDate,
            (invoice.Date ?? DateOnly.FromDateTime(invoice.CreatedAt)).ToDateTime(TimeOnly.MinValue)
        );
        json.WriteString(Status, invoice.Status);
        json.WriteStartArray(Balances);
        foreach (var month in invoice.Months)
            Write(json, invoice.Id, month);
        json.WriteEndArray();
        json.WriteInstant(CreatedAt, invoice.CreatedAt);
        json.WriteInstant(UpdatedAt, invoice.UpdatedAt);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, int invoice, in InvoiceMonthAmount month)
    {
        json.WriteStartObject();
        json.WriteId(Id, OutstandingIds.Balance, ((long)invoice << 24) + month.Period.Number);
        json.WriteId(InvoiceId, OutstandingIds.Invoice, invoice);
        json.WriteString(Month, month.Period.ToString());
        json.WriteRupees(Amount, month.Outstanding);
        json.WriteString(AgePeriod, AgeKey(month.Bucket));
        json.WriteEndObject();
    }

    /// <summary>The key of a bucket on this wire, where undated debts count with the oldest.</summary>
    private static string AgeKey(AgeBucket bucket) =>
        AgeingScheme.Standard.Labels[Math.Min((int)bucket, (int)AgeBucket.Older)];
}
