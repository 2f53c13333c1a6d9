namespace ReportsAdmin.Platform.Spreadsheets;

/// <summary>Why a file cannot be read.</summary>
public enum SheetFault
{
    Corrupt,
    Encrypted,
    WrongPassword,
    TooLarge,
    Unsupported,
    NoSheets,
    Hostile,
    Empty,
}

/// <summary>A file that cannot be read. The message is for the person who uploaded it: specific, and without words of a library.</summary>
public sealed class SheetException(SheetFault fault, string message, Exception? cause = null)
    : Exception(message, cause)
{
    public SheetFault Fault { get; } = fault;

    internal static SheetException Corrupt(string message, Exception? cause = null) =>
        new(SheetFault.Corrupt, message, cause);

    internal static SheetException Damaged(Exception? cause = null) =>
        Corrupt("The file is damaged or incomplete. Open it in Excel, save it again and upload the new copy.", cause);
}
