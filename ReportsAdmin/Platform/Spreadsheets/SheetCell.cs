using System.Globalization;
using ReportsAdmin.Platform.Spreadsheets.Xlsx;

namespace ReportsAdmin.Platform.Spreadsheets;

public enum CellKind : byte
{
    Empty,
    Text,
    Number,

    /// <summary>A day, perhaps with a time of day.</summary>
    Date,

    /// <summary>A time of day or a length of time, without a day.</summary>
    Time,
    Boolean,

    /// <summary>A formula that failed; the code (<c>#N/A</c>) is in <see cref="SheetCell.Text"/>.</summary>
    Error,

    /// <summary>A formula whose result was never stored: the file must be opened and saved in Excel.</summary>
    Uncalculated,
}

/// <summary>One cell. A value type that is overwritten row by row, so that reading allocates only the texts that are looked at.</summary>
public struct SheetCell
{
    private object? content;

    public CellKind Kind { get; private set; }

    /// <summary>Digits of a code when the number format is all zeros (<c>000000</c>), else 0.</summary>
    public byte ZeroPad { get; private set; }

    /// <summary>The number; for a date the day serial of the 1900 system, for a time the fraction of a day, for a boolean 1 or 0.</summary>
    public double Number { get; private set; }

    /// <summary>What the number format writes beside the number: Dr or Cr, a foreign currency; null for most.</summary>
    public AmountLook? Look { get; private set; }

    public bool IsEmpty => Kind == CellKind.Empty;

    /// <summary>The text of a text cell or the code of an error cell, else null.</summary>
    public readonly string? Text => content as string ?? (content as SharedStrings)?.Get((int)Number);

    /// <summary>Day and time of a <see cref="CellKind.Date"/> or <see cref="CellKind.Time"/> cell; a time falls on 0001-01-01.</summary>
    public readonly DateTime Date =>
        Kind == CellKind.Time ? DateTime.MinValue + Duration : ExcelDate.FromSerial(Number);

    /// <summary>The length of time of a <see cref="CellKind.Time"/> cell; may exceed a day.</summary>
    public readonly TimeSpan Duration => ExcelDate.ToDuration(Number);

    /// <summary>A whole number of 16 digits or more: Excel kept only 15 of them, so an account or card number is no longer what was typed.</summary>
    public readonly bool Imprecise =>
        Kind == CellKind.Number && Math.Abs(Number) >= 1e15 && Math.Floor(Number) == Number;

    /// <summary>The text a person would see, free of culture: <c>1234.5</c>, <c>2025-03-31</c>, <c>000123</c>, <c>TRUE</c>; empty for an empty cell.</summary>
    public readonly string Display =>
        Kind switch
        {
            CellKind.Text or CellKind.Error => Text ?? "",
            CellKind.Number => NumberText(),
            CellKind.Date => ExcelDate.Format(Date),
            CellKind.Time => ExcelDate.Format(Duration),
            CellKind.Boolean => Number != 0 ? "TRUE" : "FALSE",
            _ => "",
        };

    public static SheetCell OfText(string text) => new() { Kind = CellKind.Text, content = text };

    /// <param name="zeroPad">Digits of the code when its format is all zeros, else 0.</param>
    /// <param name="look">What its format writes beside it.</param>
    public static SheetCell OfNumber(double number, int zeroPad = 0, AmountLook? look = null) =>
        new()
        {
            Kind = CellKind.Number,
            Number = number,
            ZeroPad = (byte)Math.Min(zeroPad, 255),
            Look = look,
        };

    public static SheetCell OfDate(DateTime date) => new() { Kind = CellKind.Date, Number = ExcelDate.ToSerial(date) };

    public static SheetCell OfTime(TimeSpan time) => new() { Kind = CellKind.Time, Number = time.TotalDays };

    public static SheetCell OfBoolean(bool value) => new() { Kind = CellKind.Boolean, Number = value ? 1 : 0 };

    public static SheetCell OfError(string code) => new() { Kind = CellKind.Error, content = code };

    public static SheetCell OfUncalculated() => new() { Kind = CellKind.Uncalculated };

    /// <summary>A text that stays encoded in the shared table until someone looks at it.</summary>
    internal void SetShared(SharedStrings table, int index)
    {
        content = table;
        Number = index;
        Kind = CellKind.Text;
    }

    internal void SetNumber(double number, CellKind kind, byte zeroPad, AmountLook? look = null)
    {
        Look = look;
        Number = number;
        Kind = kind;
        ZeroPad = zeroPad;
    }

    public override readonly string ToString() => Display;

    private readonly string NumberText()
    {
        if (Math.Floor(Number) == Number && Math.Abs(Number) < 9e18)
        {
            var whole = (long)Number;
            return whole.ToString(
                ZeroPad > 1 ? "D" + ZeroPad.ToString(CultureInfo.InvariantCulture) : "D",
                CultureInfo.InvariantCulture
            );
        }

        // The conversion to decimal keeps 15 digits, as Excel shows: 0.1 + 0.2 reads 0.3.
        return Math.Abs(Number) is < 7.9e27 and > 1e-12
            ? ((decimal)Number).ToString(CultureInfo.InvariantCulture)
            : Number.ToString("R", CultureInfo.InvariantCulture);
    }
}
