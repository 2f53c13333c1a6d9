using System.Globalization;
using ReportsAdmin.Platform;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Imports;

/// <summary>Workbooks to start from: an empty template with notes and drop-downs, and a deliberately messy sample.</summary>
public sealed class ImportTemplates(IEnumerable<IImportTarget> targets)
{
    public void WriteTemplate(CurrentUser currentUser, string kind, Stream output)
    {
        var fields = Find(currentUser, kind).Fields.All.Where(f => f.InTemplate).ToList();
        using var writer = new XlsxWriter(output);
        writer.BeginSheet(
            new SheetSpec
            {
                Name = "Template",
                LockHeader = true,
                Columns =
                [
                    .. fields.Select(f => new SheetColumn(f.Title, TypeOf(f.Type), Math.Max(14, f.Title.Length + 4))),
                ],
                HeaderNotes = [.. fields.Select((f, i) => new HeaderNote(i, f.Note))],
                DropDowns =
                [
                    .. fields
                        .Select((f, i) => (f, i))
                        .Where(x => x.f.Choices is not null)
                        .Select(x => new DropDown(x.i, x.f.Choices!)),
                ],
            }
        );
        writer.BeginRow();
        foreach (var field in fields)
            WriteExample(writer, field);
        writer.EndRow();
        writer.EndSheet();
        writer.Complete();
    }

    public void WriteSample(CurrentUser currentUser, string kind, int period, Stream output) =>
        Find(currentUser, kind).WriteSample(output, period);

    private IImportTarget Find(CurrentUser currentUser, string kind)
    {
        currentUser.Require(ImportCommands.UploadPermission);
        var target = targets.FirstOrDefault(t => t.Kind == kind)
            ?? throw DomainException.Invalid("kind", $"'{kind}' cannot be imported.");
        if (target.Profile.Permission is { } permission)
            currentUser.Require(permission);
        return target;
    }

    private static void WriteExample(XlsxWriter writer, ImportField field)
    {
        switch (field.Type)
        {
            case FieldType.Money when field.Example.Length > 0:
                writer.Money(Money.FromRupees(decimal.Parse(field.Example, CultureInfo.InvariantCulture)).Paise);
                break;
            case FieldType.Date:
                writer.Date(DateOnly.ParseExact(field.Example, "yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case FieldType.Number when field.Example.Length > 0:
                writer.Decimal(decimal.Parse(field.Example, CultureInfo.InvariantCulture));
                break;
            case FieldType.Whole when field.Example.Length > 0:
                writer.Whole(long.Parse(field.Example, CultureInfo.InvariantCulture));
                break;
            default:
                writer.Text(field.Example);
                break;
        }
    }

    private static ColumnType TypeOf(FieldType type) =>
        type switch
        {
            FieldType.Money => ColumnType.Money,
            FieldType.Date => ColumnType.Date,
            FieldType.Number => ColumnType.Decimal,
            FieldType.Whole => ColumnType.Whole,
            _ => ColumnType.Text,
        };
}
