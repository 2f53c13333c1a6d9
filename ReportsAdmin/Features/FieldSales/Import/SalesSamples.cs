using System.Globalization;
using ReportsAdmin.Features.FieldSales.Ledger;
using ReportsAdmin.Features.FieldSales.Lists;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.FieldSales.Import;

/// <summary>Sheets of the field as they come in real life, with a title, odd column names, a repeated row and some mistakes. Codes are those of the demo company.</summary>
internal static class SalesSamples
{
    public static void Distributors(Stream output) =>
        Write(
            output,
            "Distributors",
            "Distributor master",
            ["Dist Code", "Firm Name", "Address", "Zone", "Area", "State", "HQ", "Branch", "Status", "O/s", "Past due"],
            "DIS-001|||||||||1,25,000.00|25,000.00",
            "DIS-002|New Green Valley Agencies|||||||active|(4,500.00)|",
            "DIS-901|Shree Krishi Kendra|Plot 12, Market Yard|West Zone|Pune|Maharashtra|Satara|Poona|Active|₹ 18,500/-|",
            "DIS-902|Kisan Seeds|Main Road|South Zone|Karnataka|Karnataka|Mandya|Bangalore|yes||",
            "DIS-902|Kisan Seeds|Main Road|South Zone|Karnataka|Karnataka|Mandya|Bangalore|yes||",
            "DIS-903|Atlantis Traders|Sea Road|West Zone|Pune|Maharashtra|Satara|Atlantis|yes||",
            "DIS-904|Om Agencies||West Zone|Pune|Maharashtra|Satara|Pune|perhaps||",
            "|Nameless Traders||West Zone|Pune|Maharashtra|Satara|Pune|yes||",
            "Total|||||||||1,39,000.00|25,000.00"
        );

    public static void Products(Stream output) =>
        Write(
            output,
            "Items",
            "Item master",
            ["Item Code", "Material Description", "Product Group", "Packing", "UOM", "Status"],
            "FGASM00094|AgroPurna NPK 19:19:19||||",
            "FGASM00901|Dharti Silica|Fertilizer|5 Kg|KG|active",
            "FGASM00902|Jeevan Kelp|Bio-stimulant|1 Ltr|Ltr|yes",
            "FGASM00902|Jeevan Kelp|Bio-stimulant|1 Ltr|Ltr|yes",
            "FGASM00903|Raksha Sachet|Pesticide|100 Nos|Nos|yes",
            "FGASM00904||Seed|10 Kg|Kg|yes"
        );

    public static void Outlets(Stream output) =>
        Write(
            output,
            "Retailers",
            "Retailer list",
            [
                "Retailer Code",
                "Shop Name",
                "Customer Type",
                "Address",
                "Zone",
                "Area",
                "State",
                "HQ",
                "Branch",
                "PIN",
                "Mobile No",
                "Email ID",
                "Limit",
                "Geo Tag",
                "Balance",
            ],
            "RET-001||||||||||||2,00,000||18,500.00",
            "RET-901|Maa Durga Traders|Retailer|Shop 4, Main Bazaar|West Zone|Pune|Maharashtra|Satara|Pune|415001|98220 12345|durga@example.com|1,50,000|Y|",
            "RET-902|Jai Kisan Kendra|Retailer|Shop 9|East Zone|Odisha|Odisha|Cuttack|Orissa|753001|098220 55555||50,000|no|1,200.50",
            "RET-902|Jai Kisan Kendra|Retailer|Shop 9|East Zone|Odisha|Odisha|Cuttack|Orissa|753001|098220 55555||50,000|no|1,200.50",
            "RET-903|Sai Seeds|Wholesaler||West Zone|Pune|Maharashtra|Satara|Pune|415002|||75,000|no|",
            "RET-904|Om Agro|Retailer||West Zone|Pune|Maharashtra|Satara|Pune|4150|||75,000|no|"
        );

    public static void StockLedger(Stream output, int period)
    {
        var (a, b, c) = (Day(period, 2), Day(period, 9), Day(period, 22));
        Write(
            output,
            "Movements",
            "Primary and secondary movements",
            ["Dealer Code", "Material", "Posting Date", "Transaction Type", "Qty", "Net Amount", "Doc No"],
            $"DIS-001|FGASM00094|{a}|Sale|1,250.500|1,50,060.00|INV/901",
            $"DIS-001|FGASM00094|{b}|Liquidation|300|36,000.00|LIQ/901",
            $"DIS-002|FGASM00095|{a}|Sale|80|9,600.00|INV/902",
            $"DIS-002|FGASM00095|{a}|Sale|80|9,600.00|INV/902",
            $"DIS-003|FGASM00096|{c}|Adjustment|(2.5)|(300.00)|CNT/901",
            $"DIS-004|FGASM00097|{a}|Sale|-40|-4,800.00|INV/903",
            $"DIS-999|FGASM00094|{a}|Sale|10|1,200.00|INV/904",
            $"DIS-001|FGASM99999|{a}|Sale|10|1,200.00|INV/905",
            $"DIS-001|FGASM00094|{a}|Gift|10|1,200.00|INV/906",
            "Total|||||2,05,360.00|"
        );
    }

    public static void Purchases(Stream output, int period) =>
        Write(
            output,
            "Purchases",
            "Retailer purchases",
            ["Retailer Code", "Item Code", "Bill Date", "Qty", "Amount"],
            $"RET-001|FGASM00094|{Day(period, 3)}|12.500|1,500.00",
            $"RET-002|FGASM00095|{Day(period, 3)}|4|480.00",
            $"RET-002|FGASM00095|{Day(period, 3)}|4|480.00",
            $"RET-003|FGASM00096|{Day(period, 25)}|-3|-360.00",
            $"RET-9999|FGASM00094|{Day(period, 25)}|1|120.00",
            "Grand Total||||1,980.00"
        );

    public static void Visits(Stream output, int period) =>
        Write(
            output,
            "Visits",
            "Daily call report",
            ["Visited By", "Shop Code", "Visit Date", "In Time", "Time spent (minutes)"],
            $"engineer@example.com|RET-001|{Day(period, 3)}|10:30|25",
            $"nobody@example.com|RET-002|{Day(period, 3)}|2:05 pm|15",
            $"engineer@example.com|RET-9999|{Day(period, 24)}|11.15|20",
            $"engineer@example.com|RET-001|{Day(period, 24)}|noonish|20"
        );

    public static void Targets(Stream output, int period) =>
        Write(
            output,
            "Targets",
            "Call targets",
            ["Email ID", "For Month", "Planned Visits"],
            $"engineer@example.com|{new DateOnly(period / 100, period % 100, 1).ToString("MMMM yyyy", CultureInfo.InvariantCulture)}|120",
            "nobody@example.com||100",
            "engineer@example.com|Smarch|90"
        );

    private static string Day(int period, int day) =>
        new DateOnly(period / 100, period % 100, day).ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);

    private static void Write(Stream output, string sheet, string title, string[] headers, params string[] lines) =>
        SampleSheet.Write(output, sheet, ["ABC Agro Company", title], headers, lines, width: 18);
}
