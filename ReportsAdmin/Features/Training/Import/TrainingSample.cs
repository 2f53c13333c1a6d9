using System.Globalization;
using ReportsAdmin.Platform.Spreadsheets;

namespace ReportsAdmin.Features.Training.Import;

/// <summary>A sheet as training offices send them: a title, odd column names, text dates, scores with a sign, a repeated row and three mistakes. For trying the upload out.</summary>
internal static class TrainingSample
{
    public static void Write(Stream output, int period)
    {
        var first = new DateOnly(period / 100, period % 100, 1);
        var expiry = first.AddDays(14).AddYears(2).ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
        string Date(int day) => first.AddDays(day - 1).ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
        SampleSheet.Write(
            output,
            "Training",
            ["ABC Equipment Company", "Training register"],
            [
                "Emp Code",
                "Employee Name",
                "Course ID",
                "Course Name",
                "Subject",
                "Programme",
                "Batch",
                "Trainer",
                "Activity",
                "Event Date",
                "Marks",
                "Time spent (minutes)",
                "Valid till",
            ],
            [
                $"000101|Priya Sharma|SAF-101|Site safety|Safety|Site readiness|SAF-101-A|R. Iyer|Enrolled|{Date(1)}|||",
                $"000101|Priya Sharma|SAF-101|Site safety|Safety|Site readiness|SAF-101-A|R. Iyer|Completed|{Date(15)}|87.5%|240|{expiry}",
                $"000102|Amit Verma|SAF-101|Site safety|Safety|Site readiness|SAF-101-A|R. Iyer|Enrolled|{Date(1)}|||",
                $"000102|Amit Verma|SAF-101|Site safety|Safety|Site readiness|SAF-101-A|R. Iyer|Enrolled|{Date(1)}|||",
                $"000102|Amit Verma|SAF-101|Site safety|Safety|Site readiness|SAF-101-A|R. Iyer|ATTENDED|{Date(14)}||1,200|",
                $"000103|Kavita Rao|HYD-201|Hydraulics|Technical||||Assessed|{Date(20)}|104|30|",
                $"000104|Sanjay Patil|HYD-201|Hydraulics|Technical||||Vanished|{Date(21)}|||",
                $"|Deepa Nair|HYD-201|Hydraulics|Technical||||Enrolled|{Date(22)}|||",
            ]
        );
    }
}
