using System.Diagnostics;
using System.Globalization;

namespace ReportsAdmin.Platform.Spreadsheets.Xlsx;

/// <summary>What reading one workbook may cost in all, over every part and every time it is read.</summary>
/// <param name="inflatedBytes">Declared sizes of all parts.</param>
internal sealed class ReadingBudget(SheetLimits limits, long inflatedBytes)
{
    private readonly long started = Stopwatch.GetTimestamp();
    private long left = checked(inflatedBytes * limits.MaxReadings);

    /// <summary>A part whose bytes count.</summary>
    public Stream Count(Stream part) => new CountedStream(part, this);

    private void Take(int bytes)
    {
        if ((left -= bytes) < 0)
            throw new SheetException(
                SheetFault.Hostile,
                "The workbook refers to its sheets so often that reading it would take too long. It was not read."
            );
        if (Stopwatch.GetElapsedTime(started) > limits.MaxReadingTime)
            throw new SheetException(
                SheetFault.TooLarge,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Reading the file took longer than {limits.MaxReadingTime.TotalSeconds:N0} seconds. Split it into several files."
                )
            );
    }

    private sealed class CountedStream(Stream part, ReadingBudget budget) : ReadOnlyStream
    {
        public override int Read(Span<byte> buffer)
        {
            var read = part.Read(buffer);
            budget.Take(read);
            return read;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                part.Dispose();
            base.Dispose(disposing);
        }
    }
}
