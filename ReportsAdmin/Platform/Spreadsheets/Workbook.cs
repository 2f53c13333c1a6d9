using System.Globalization;
using ReportsAdmin.Platform.Spreadsheets.Legacy;
using ReportsAdmin.Platform.Spreadsheets.Text;
using ReportsAdmin.Platform.Spreadsheets.Xlsx;

namespace ReportsAdmin.Platform.Spreadsheets;

/// <summary>Opens an uploaded file of sheets by what is in it, whatever its name says.</summary>
public static class Workbook
{
    /// <summary>
    /// Opens .xlsx, .xlsm, .xls, password-protected workbooks, CSV in any usual encoding, and the HTML tables that accounting
    /// programs name .xls. Anything else is refused with a <see cref="SheetException"/> that names what it is.
    /// </summary>
    /// <param name="seekable">Stays open and belongs to the caller; must not be used or closed while the workbook is.</param>
    /// <param name="fileName">Used only where the content allows both answers: plain text is taken as CSV when the name says so.</param>
    /// <param name="password">Tried when the file is protected; without one such a file is refused as <see cref="SheetFault.Encrypted"/>.</param>
    public static IWorkbook Open(Stream seekable, string fileName, SheetLimits limits, string? password = null)
    {
        ArgumentNullException.ThrowIfNull(seekable);
        if (!seekable.CanSeek)
            throw new ArgumentException("The stream must seek.", nameof(seekable));
        if (seekable.Length == 0)
            throw new SheetException(SheetFault.Empty, "The file is empty.");
        if (seekable.Length > limits.MaxFileBytes)
            throw new SheetException(
                SheetFault.TooLarge,
                string.Create(CultureInfo.InvariantCulture, $"The file is larger than {limits.MaxFileBytes >> 20} MB.")
            );

        var content = FileContent.Of(seekable);
        seekable.Position = 0;
        return content.Kind switch
        {
            ContentKind.Zip => OpenZip(seekable, limits),
            ContentKind.Legacy => OpenContainer(seekable, limits, password),
            ContentKind.Html => new HtmlWorkbook(seekable, limits),
            ContentKind.Text => CsvWorkbook.Open(seekable, fileName, limits),
            ContentKind.Blank => throw new SheetException(SheetFault.Empty, "The file contains nothing but blanks."),
            _ => throw new SheetException(
                SheetFault.Unsupported,
                $"This is {content.Name}, not a spreadsheet. Upload an .xlsx, .xls or .csv file."
            ),
        };
    }

    /// <summary>A container holds an old workbook, or an encrypted .xlsx, which is read like any other.</summary>
    private static IWorkbook OpenContainer(Stream file, SheetLimits limits, string? password) =>
        LegacyWorkbook.Guard(() =>
            CompoundFile.Open(file) is { } container ? EncryptedPackage.Open(container, password) : null
        )
            is { } package
            ? OpenZip(package, limits)
            : LegacyWorkbook.Open(file, limits, password);

    private static XlsxWorkbook OpenZip(Stream file, SheetLimits limits)
    {
        var package = new XlsxPackage(file, limits);
        try
        {
            if (FileContent.NameOfZip(package.PartNames) is { } other)
                throw new SheetException(
                    SheetFault.Unsupported,
                    $"This is {other}. Save it as an Excel workbook (.xlsx) and upload that."
                );
            return new XlsxWorkbook(package, limits);
        }
        catch
        {
            package.Dispose();
            throw;
        }
    }
}
