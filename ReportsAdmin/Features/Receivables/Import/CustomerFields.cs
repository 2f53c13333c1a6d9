using ReportsAdmin.Features.Access.People;
using ReportsAdmin.Features.Imports;
using static ReportsAdmin.Features.Receivables.Import.ReceivablesFields;

namespace ReportsAdmin.Features.Receivables.Import;

/// <summary>Who owes: the customer and their region.</summary>
internal static class CustomerFields
{
    public static readonly IReadOnlyList<ImportField> All =
    [
        new(
            Code,
            "Customer Code",
            FieldType.Code,
            [
                "customer code",
                "customer account",
                "customer number",
                "customer account number",
                "party code",
                "account code",
                "customer id",
                "account number",
                "code",
                "sap code",
                "dealer code",
                "ledger code",
                "distributor code",
                "client code",
                "client id",
                "debtor code",
                "sold to party",
                "sold to",
                "payer",
                "business partner",
                "business partner code",
                "bp code",
                "partner code",
                "account id",
                "customer ref",
                "customer reference",
                "customer",
            ],
            "000123",
            "The code that identifies the customer; leading zeros count."
        ),
        new(
            Name,
            "Customer Name",
            FieldType.Text,
            [
                "customer name",
                "party name",
                "party",
                "partys name",
                "party's name",
                "name of customer",
                "name of party",
                "name of the party",
                "account name",
                "ledger name",
                "dealer name",
                "distributor name",
                "client name",
                "debtor name",
                "business partner name",
                "bp name",
                "partner name",
                "partner",
                "name 1",
                "company name",
                "contact name",
                "display name",
                "client",
                "debtor",
                "ledger",
                "buyer",
                "buyer name",
                "sundry debtors",
                "particulars",
                "account",
                "name",
            ],
            "Shree Ganesh Constructions",
            "The customer's name."
        ),
        new(
            ReceivablesFields.Region,
            "Region",
            FieldType.Text,
            [
                "region",
                "branch",
                "branch name",
                "branch office",
                "location",
                "office",
                "sales office",
                "sales region",
                "region name",
                "zone",
                "state",
                "territory",
                "depot",
                "city",
                "area",
            ],
            "Mumbai",
            "One of the company's regions; Bangalore and Bengaluru are understood.",
            Regions.ActiveNames
        ),
    ];
}
