using System.Globalization;
using System.Text.Json.Nodes;
using ReportsAdmin.Features.Forms.Definition;

namespace ReportsAdmin.Features.Forms;

/// <summary>What the demo company asks, and what it was answered.</summary>
internal static class FormsDemoContent
{
    private static readonly string[] Plants = ["Batching plant", "Boom pump", "Line pump", "Transit mixer"];
    private static readonly string[] Sites =
    [
        "Metro depot, Wadala",
        "Ring road, km 14",
        "Techno Park, tower C",
        "Airport cargo terminal",
        "Riverfront, phase 2",
        "Canal lining, lot 6",
        "Mindspace, block 4",
    ];
    private static readonly string[] Customers =
    [
        "Ashoka Buildcon",
        "Shree Balaji Infra",
        "Patel Constructions",
        "Godavari Projects",
        "Sterling Ready Mix",
        "Nirman Associates",
    ];
    private static readonly string[] People =
    [
        "Rajesh Patil",
        "Kavita Rao",
        "Suresh Nair",
        "Meena Joshi",
        "Arjun Reddy",
        "Sunita Das",
        "Manoj Verma",
    ];
    private static readonly string[] Causes = ["Late delivery", "Spare part", "Breakdown", "Invoice", "Service visit"];
    private static readonly string[] Stories =
    [
        "The pump stood for two days until the seal arrived; the concrete of one slab was lost.",
        "The invoice shows two visits, there was one. Please correct it.",
        "The technician was promised for Monday and came on Thursday.",
        "Hydraulic oil leaks again at the same joint as last month.",
        "The control panel shows error 17 and the plant stops after ten minutes.",
    ];
    private static readonly string[] Wishes =
    [
        "Smaller bags of the new fertilizer would sell faster.",
        "Send the price list a week before the month begins.",
        "More training days for our counter staff, please.",
        "The scheme is good, but the credit note comes late.",
    ];
    private static readonly string[] Crops = ["Cotton", "Soybean", "Sugarcane", "Wheat", "Vegetables"];
    private static readonly string[] Districts = ["Nashik", "Pune", "Ahmednagar", "Jalgaon", "Surat", "Indore"];

    public static readonly FormDefinition SiteVisit = new([
        new FormSection("site_section", "Site")
        {
            Fields =
            [
                new("customer", "Customer", FieldTypes.Text, Required: true, MaxLength: 120),
                new("site", "Site", FieldTypes.Text, Required: true),
                new("visited_on", "Visited on", FieldTypes.Date, Required: true),
                new(
                    "position",
                    "Position of the site",
                    FieldTypes.Location,
                    Help: "Use your position when you stand there."
                ),
            ],
        },
        new FormSection("machines", "Machine", "Once for each machine on the site.", new FormRepeat(1, 8))
        {
            Fields =
            [
                new("kind", "Kind", FieldTypes.Select, Required: true) { Options = Plants },
                new("serial", "Serial number", FieldTypes.Text, Required: true, Placeholder: "CP30-0417"),
                new("hours", "Hours run", FieldTypes.Number, Min: 0, Max: 60_000),
                new("fault", "Is there a fault?", FieldTypes.Radio, Required: true) { Options = ["No", "Yes"] },
                new(
                    "fault_text",
                    "What is it?",
                    FieldTypes.TextArea,
                    Required: true,
                    ShowWhen: new FormCondition("fault", FormCondition.Equal, "Yes")
                ),
            ],
        },
        new FormSection("end", "Result")
        {
            Fields =
            [
                new("satisfaction", "How content is the customer?", FieldTypes.Rating, Required: true),
                new("photo", "Photo of the site", FieldTypes.File) { FileTypes = [".jpg", ".jpeg", ".png"] },
                new("next_visit", "Next visit", FieldTypes.DateTime),
                new("remarks", "Remarks", FieldTypes.TextArea),
            ],
        },
    ]);

    public static readonly FormDefinition Complaint = new([
        new FormSection("you", "You")
        {
            Fields =
            [
                new("name", "Your name", FieldTypes.Text, Required: true),
                new("company", "Company", FieldTypes.Text),
                new("phone", "Phone", FieldTypes.Phone, Required: true, Placeholder: "+91 98200 12345"),
                new("email", "Email", FieldTypes.Email),
            ],
        },
        new FormSection("what", "What happened")
        {
            Fields =
            [
                new("cause", "It is about", FieldTypes.Select, Required: true) { Options = Causes },
                new(
                    "invoice_no",
                    "Number of the invoice",
                    FieldTypes.Text,
                    Required: true,
                    ShowWhen: new FormCondition("cause", FormCondition.Equal, "Invoice")
                ),
                new("urgency", "How urgent is it?", FieldTypes.Radio, Required: true)
                {
                    Options = ["The site stands still", "This week", "When you can"],
                },
                new(
                    "story",
                    "Tell us what happened",
                    FieldTypes.TextArea,
                    Required: true,
                    MinLength: 10,
                    MaxLength: 2000
                ),
                new("proof", "Photo or document", FieldTypes.File, MaxMegabytes: 10),
                new("call_back", "Call me back", FieldTypes.Checkbox),
                new(
                    "call_at",
                    "Best time to call",
                    FieldTypes.Time,
                    ShowWhen: new FormCondition("call_back", FormCondition.Equal, "yes")
                ),
            ],
        },
    ]);

    public static readonly FormDefinition Feedback = new([
        new FormSection("dealer_section", "Dealer")
        {
            Fields =
            [
                new("dealer", "Dealer", FieldTypes.Text, Required: true),
                new("district", "District", FieldTypes.Select, Required: true) { Options = Districts },
                new("crops", "Crops of your farmers", FieldTypes.Checkbox) { Options = Crops },
            ],
        },
        new FormSection("season", "The season")
        {
            Fields =
            [
                new("service", "How was our service?", FieldTypes.Rating, Required: true),
                new("bags", "Bags sold", FieldTypes.Number, Min: 0),
                new("again", "Will you stock more next season?", FieldTypes.Radio, Required: true)
                {
                    Options = ["Yes", "No", "Not sure"],
                },
                new(
                    "why_not",
                    "Why not?",
                    FieldTypes.TextArea,
                    Required: true,
                    ShowWhen: new FormCondition("again", FormCondition.Equal, "No")
                ),
                new("wish", "What should we do better?", FieldTypes.TextArea),
            ],
        },
    ]);

    public static JsonObject VisitAnswers(int n, string day)
    {
        var machines = new JsonArray();
        for (var m = 0; m <= n % 3; m++)
        {
            var faulty = (n + m) % 4 == 1;
            var machine = new JsonObject
            {
                ["kind"] = Plants[(n + m) % Plants.Length],
                ["serial"] = string.Create(
                    CultureInfo.InvariantCulture,
                    $"CP{30 + (m * 15)}-{417 + (((n * 37) + (m * 191)) % 900):0000}"
                ),
                ["hours"] = 800 + (((n * 613) + (m * 2741)) % 9000),
                ["fault"] = faulty ? "Yes" : "No",
            };
            if (faulty)
                machine["fault_text"] = Stories[(n + m + 3) % Stories.Length];
            machines.Add(machine);
        }

        var position = string.Create(
            CultureInfo.InvariantCulture,
            $"{18.9 + (n * 0.013):0.######}, {72.8 + (n * 0.021):0.######}"
        );
        var answers = new JsonObject
        {
            ["customer"] = Customers[n * 5 % Customers.Length],
            ["site"] = Sites[n * 3 % Sites.Length],
            ["visited_on"] = day,
            ["position"] = position,
            ["machines"] = machines,
            ["satisfaction"] = 2 + (n * 7 % 4),
        };
        if (n % 3 == 0)
            answers["remarks"] = "The site engineer asks for the service plan of the next quarter.";
        return answers;
    }

    public static JsonObject ComplaintAnswers(int n)
    {
        var cause = Causes[n * 2 % Causes.Length];
        var answers = new JsonObject
        {
            ["name"] = People[n * 3 % People.Length],
            ["company"] = Customers[n % Customers.Length],
            ["phone"] = string.Create(CultureInfo.InvariantCulture, $"+91 98200 {10000 + (n * 7919 % 89999)}"),
            ["cause"] = cause,
            ["urgency"] =
                n % 4 == 0 ? "The site stands still"
                : n % 4 == 3 ? "When you can"
                : "This week",
            ["story"] = Stories[n % Stories.Length],
            ["call_back"] = n % 2 == 0,
        };
        if (n % 3 != 2)
            answers["email"] = $"{People[n * 3 % People.Length].Split(' ')[0].ToLowerInvariant()}@example.com";
        if (cause == "Invoice")
            answers["invoice_no"] = string.Create(CultureInfo.InvariantCulture, $"SI/26/{1200 + n}");
        if (n % 2 == 0)
            answers["call_at"] = "10:30";
        return answers;
    }

    public static JsonObject FeedbackAnswers(int n)
    {
        var again =
            n % 5 == 3 ? "No"
            : n % 4 == 2 ? "Not sure"
            : "Yes";
        var answers = new JsonObject
        {
            ["dealer"] = $"{People[n % People.Length].Split(' ')[1]} Krishi Kendra",
            ["district"] = Districts[n * 5 % Districts.Length],
            ["crops"] = new JsonArray(Crops[n % Crops.Length], Crops[(n + 2) % Crops.Length]),
            ["service"] = 3 + (n % 3),
            ["bags"] = 120 + (n * 211 % 1900),
            ["again"] = again,
        };
        if (again == "No")
            answers["why_not"] = "Half of the last lot is still in my godown.";
        if (n % 2 == 0)
            answers["wish"] = Wishes[n % Wishes.Length];
        return answers;
    }
}
