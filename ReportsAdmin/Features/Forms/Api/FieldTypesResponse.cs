using ReportsAdmin.Features.Forms.Definition;

namespace ReportsAdmin.Features.Forms.Api;

/// <summary>A type of field as the client's palette shows it.</summary>
/// <param name="Icon">Name of a Material icon.</param>
/// <param name="Validation">The limits that it takes.</param>
public sealed record FieldTypeResponse(
    string Label,
    string Description,
    string Icon,
    string Category,
    string Color,
    IReadOnlyList<string> Validation
);

/// <summary>The types of fields, and in which groups to offer them.</summary>
public sealed record FieldTypesResponse(
    bool Success,
    IReadOnlyDictionary<string, FieldTypeResponse> FieldTypes,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Categories
)
{
    private static readonly string[] TextLimits = ["required", "minLength", "maxLength", "pattern"];

    public static readonly FieldTypesResponse All = Of([
        (Definition.FieldTypes.Text, Type("A line of text", "TextFields", "Basic", "#2196F3", TextLimits)),
        (Definition.FieldTypes.TextArea, Type("Several lines of text", "Subject", "Basic", "#4CAF50", TextLimits)),
        (Definition.FieldTypes.Email, Type("An email address", "Email", "Basic", "#FF9800", TextLimits)),
        (Definition.FieldTypes.Number, Type("A number", "Numbers", "Basic", "#9C27B0", ["required", "min", "max"])),
        (Definition.FieldTypes.Select, Type("One of a list", "ArrowDropDown", "Choice", "#607D8B", ["required"])),
        (
            Definition.FieldTypes.Radio,
            Type("One of a few, all shown", "RadioButtonChecked", "Choice", "#795548", ["required"])
        ),
        (
            Definition.FieldTypes.Checkbox,
            Type("Several of a list, or one box", "CheckBox", "Choice", "#FF5722", ["required"])
        ),
        (Definition.FieldTypes.Date, Type("A day", "DateRange", "Date & Time", "#3F51B5", ["required", "min", "max"])),
        (
            Definition.FieldTypes.Time,
            Type("A time of day", "AccessTime", "Date & Time", "#009688", ["required", "min", "max"])
        ),
        (
            Definition.FieldTypes.DateTime,
            Type("A day and a time", "Event", "Date & Time", "#673AB7", ["required", "min", "max"])
        ),
        (
            Definition.FieldTypes.File,
            Type("A file", "AttachFile", "File", "#E91E63", ["required", "fileType", "maxSize"])
        ),
        (Definition.FieldTypes.Phone, Type("A phone number", "Phone", "Contact", "#00BCD4", TextLimits)),
        (Definition.FieldTypes.Url, Type("A web address", "Link", "Contact", "#8BC34A", TextLimits)),
        (Definition.FieldTypes.Rating, Type("Stars", "Star", "Feedback", "#FFC107", ["required", "min", "max"])),
        (Definition.FieldTypes.Location, Type("A place on the map", "LocationOn", "Location", "#F44336", ["required"])),
    ]);

    private static FieldTypeResponse Type(
        string description,
        string icon,
        string category,
        string color,
        IReadOnlyList<string> validation
    ) => new("", description, icon, category, color, validation);

    private static FieldTypesResponse Of(IReadOnlyList<(string Type, FieldTypeResponse Shown)> types) =>
        new(
            true,
            types.ToDictionary(t => t.Type, t => t.Shown with { Label = Definition.FieldTypes.TitleOf(t.Type) }),
            types
                .GroupBy(t => t.Shown.Category)
                .ToDictionary(g => g.Key, g => (IReadOnlyList<string>)[.. g.Select(t => t.Type)])
        );
}
