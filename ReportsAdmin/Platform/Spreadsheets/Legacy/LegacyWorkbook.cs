using ExcelDataReader;
using ExcelDataReader.Exceptions;
using ReportsAdmin.Platform.Spreadsheets.Text;

namespace ReportsAdmin.Platform.Spreadsheets.Legacy;

/// <summary>Workbooks of Excel 5 to 2003, and those protected in ways that <see cref="EncryptedPackage"/> does not know, read through ExcelDataReader.</summary>
internal sealed class LegacyWorkbook : IWorkbook
{
    private readonly Stream file;
    private readonly SheetLimits limits;
    private readonly string? password;
    private readonly List<SheetInfo> sheets = [];
    private readonly List<IReadOnlyList<MergedRange>> merges = [];
    private IReadOnlyList<IReadOnlyDictionary<(int Row, int Column), string>>? errors;

    private static readonly Dictionary<(int Row, int Column), string> NoErrors = [];

    private LegacyWorkbook(Stream file, SheetLimits limits, string? password) =>
        (this.file, this.limits, this.password) = (file, limits, password);

    public string Format => "xls";

    public IReadOnlyList<SheetInfo> Sheets => sheets;

    public static LegacyWorkbook Open(Stream file, SheetLimits limits, string? password)
    {
        var workbook = new LegacyWorkbook(file, limits, password);
        workbook.ReadSheets();
        if (workbook.sheets.Count == 0)
            throw new SheetException(SheetFault.NoSheets, "The workbook contains no sheet with cells.");
        return workbook;
    }

    public ISheetReader OpenSheet(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)sheets.Count, nameof(index));
        errors ??= Guard(() => BiffErrors.Of(file, password));
        var reader = CreateReader();
        for (var i = 0; i < index; i++)
            reader.NextResult();
        return new LegacySheetReader(reader, index < errors.Count ? errors[index] : NoErrors, limits);
    }

    public IReadOnlyList<MergedRange> Merges(int index) => merges[index];

    public void Dispose()
    {
        // The file belongs to the caller.
    }

    private void ReadSheets() =>
        Guard(
            () =>
            {
                using var reader = CreateReader();
                do
                {
                    if (
                        reader.RowCount > limits.MaxRows
                        || (long)reader.RowCount * reader.FieldCount > limits.MaxCells * 4
                    )
                        throw new SheetException(
                            SheetFault.TooLarge,
                            $"The sheet \"{reader.Name}\" is too large. Save it as .xlsx and upload that."
                        );
                    sheets.Add(
                        new SheetInfo(
                            reader.Name,
                            !string.Equals(reader.VisibleState, "visible", StringComparison.OrdinalIgnoreCase)
                        )
                    );
                    merges.Add([
                        .. (reader.MergeCells ?? []).Select(m => new MergedRange(
                            m.FromRow + 1,
                            m.FromColumn,
                            m.ToRow + 1,
                            m.ToColumn
                        )),
                    ]);
                } while (reader.NextResult());
                return true;
            },
            password
        );

    private IExcelDataReader CreateReader() =>
        Guard(
            () =>
            {
                file.Position = 0;
                // Naming the encoding registers code page 1252, which the configuration's own constructor asks for.
                var windows = TextEncoding.Windows1252;
                return ExcelReaderFactory.CreateReader(
                    file,
                    new ExcelReaderConfiguration
                    {
                        Password = password,
                        LeaveOpen = true,
                        FallbackEncoding = windows,
                    }
                );
            },
            password
        );

    /// <summary>The refusal of a protected workbook whose password is lacking or wrong.</summary>
    internal static SheetException Locked(string? password, Exception? cause = null) =>
        password is null
            ? new SheetException(
                SheetFault.Encrypted,
                "The file is protected with a password. Enter the password, or remove it in Excel.",
                cause
            )
            : new SheetException(SheetFault.WrongPassword, "The password does not open this file.", cause);

    /// <summary>Turns whatever the library throws over a broken file into words for a person.</summary>
    internal static T Guard<T>(Func<T> read, string? password = null)
    {
        try
        {
            return read();
        }
        catch (InvalidPasswordException cause)
        {
            throw Locked(password, cause);
        }
        catch (HeaderException cause)
        {
            throw new SheetException(
                SheetFault.Unsupported,
                "This is an old Office file, but not a workbook. Upload an .xlsx, .xls or .csv file.",
                cause
            );
        }
        catch (Exception cause) when (cause is not (SheetException or OutOfMemoryException))
        {
            throw SheetException.Damaged(cause);
        }
    }
}
